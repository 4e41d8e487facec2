package io.elchi.simulator;

/// An operator's counters since its start or its last reset.
///
/// @param received submit_sm, whatever became of them
/// @param accepted those that were taken, even when the response was lost on the way
/// @param refused those answered with an error
/// @param distinct accepted ones that differ in destination, text or place in a long message
/// @param duplicates accepted ones that were accepted before
/// @param distinctComplete false when there were more than can be told apart; `duplicates` is then too low
/// @param unfinished accepted ones without a final state yet
public record Totals(
        long received,
        long accepted,
        long refused,
        long distinct,
        long duplicates,
        boolean distinctComplete,
        long unfinished,
        ReceiptTotals receipts) {
    /// @param due that the messages asked for, less those lost on purpose
    /// @param sent deliver_sm with a receipt, those sent again included
    /// @param acknowledged by a deliver_sm_resp with ESME_ROK
    /// @param dropped because too many waited
    /// @param outstanding due, and neither acknowledged nor dropped: waiting, unanswered or to be sent again
    public record ReceiptTotals(long due, long sent, long acknowledged, long dropped, long outstanding) {}
}
