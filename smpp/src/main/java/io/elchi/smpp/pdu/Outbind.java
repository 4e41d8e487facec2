package io.elchi.smpp.pdu;

import java.util.Objects;

/// outbind (4.1.7): the SMSC asks the ESME to bind as a receiver.
///
/// @param systemId system_id, at most 15 octets
/// @param password at most 8 octets
public record Outbind(String systemId, String password) implements Notice {
    public Outbind {
        Objects.requireNonNull(systemId, "systemId");
        Objects.requireNonNull(password, "password");
    }

    @Override
    public int commandId() {
        return CommandId.OUTBIND;
    }

    static Outbind read(PduReader in) {
        Outbind outbind = new Outbind(in.text(Field.SYSTEM_ID), in.text(Field.PASSWORD));
        in.finish("outbind");
        return outbind;
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.SYSTEM_ID, systemId);
        out.text(Field.PASSWORD, password);
    }

    /// Without the password.
    @Override
    public String toString() {
        return "Outbind[systemId=" + systemId + ", password=***]";
    }
}
