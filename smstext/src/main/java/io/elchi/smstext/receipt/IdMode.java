package io.elchi.smstext.receipt;

/// The forms of message ids in each place of one link. Keys of all three places match when they mean the same
/// message.
///
/// The places do differ: hexadecimal in submit_sm_resp and decimal in the receipt's text is common (Nexmo), with
/// receipted_message_id like either of them.
///
/// @param response message_id of submit_sm_resp
/// @param text `id` of a receipt's text
/// @param tlv receipted_message_id
public record IdMode(IdForm response, IdForm text, IdForm tlv) {
    private static final IdMode SAME = new IdMode(IdForm.SAME, IdForm.SAME, IdForm.SAME);

    /// One form everywhere, whichever: what a link has until its receipts prove otherwise.
    public static IdMode same() {
        return SAME;
    }

    /// Hexadecimal in the response and in receipted_message_id, decimal in the text.
    public static IdMode hexThenDecimal() {
        return new IdMode(IdForm.HEX, IdForm.DECIMAL, IdForm.HEX);
    }

    /// Decimal in the response, hexadecimal in the receipt.
    public static IdMode decimalThenHex() {
        return new IdMode(IdForm.DECIMAL, IdForm.HEX, IdForm.HEX);
    }

    /// The id that a submit_sm_resp gives.
    public ReceiptedMessageId inResponse(String messageId) {
        return response.read(messageId);
    }
}
