package io.elchi.smpp.session;

/// Counters of one session since it was opened; a snapshot.
///
/// @param pdusIn PDUs read, whole
/// @param pdusOut PDUs written
/// @param octetsIn octets read from the connection, after TLS
/// @param octetsOut octets written to the connection, before TLS
/// @param timeouts requests of ours that the response timer ended
/// @param lateResponses responses that came after their timer
/// @param duplicateResponses second responses to one request
/// @param unknownResponses responses without a request of ours, and generic_nack with a sequence_number of 0
/// @param nacksIn generic_nack read
/// @param defects PDUs with at least one defect, refused or tolerated
/// @param refused requests refused by the session itself, for a defect, the state or an unknown command
/// @param enquireLinkMisses enquire_link that were not answered in time
public record SessionStats(
        long pdusIn,
        long pdusOut,
        long octetsIn,
        long octetsOut,
        long timeouts,
        long lateResponses,
        long duplicateResponses,
        long unknownResponses,
        long nacksIn,
        long defects,
        long refused,
        long enquireLinkMisses) {}
