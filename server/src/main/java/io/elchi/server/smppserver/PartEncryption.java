package io.elchi.server.smppserver;

import io.elchi.server.messages.AccountSettings;
import io.elchi.server.messages.OctetEncryption;
import io.elchi.server.messages.OctetEncryption.StoredOctets;
import io.elchi.smpp.pdu.PduCodec;
import io.elchi.smpp.pdu.SubmitSm;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The encryption of parts that wait, whatever the class of their message: that of one-time passwords.
record PartEncryption(OctetEncryption octets, AccountSettings accounts) {
    /// The parts as they are to be stored. Not to be called in a transaction.
    List<ClientPart> encrypted(long accountId, List<ClientPart> parts) {
        int days = accounts.contentDays(accountId);
        return parts.stream()
                .map(part -> part.with(octets.encrypt(part.place(), part.pdu().octets(), days)))
                .toList();
    }

    /// @param key of its set
    /// @return empty: it cannot be read any more
    Optional<SubmitSm> submit(Connection connection, byte[] key, int number, StoredOctets pdu) throws SQLException {
        return octets.decrypt(connection, ClientPart.place(key, number), pdu)
                .map(plain -> (SubmitSm) PduCodec.decode(plain).pdu());
    }
}
