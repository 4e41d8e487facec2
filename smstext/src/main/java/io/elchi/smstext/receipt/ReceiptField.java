package io.elchi.smstext.receipt;

/// The fields of a receipt's text, by the names of SMPP 3.4, Appendix B.
public enum ReceiptField {
    ID("id"),
    SUB("sub"),
    DLVRD("dlvrd"),
    SUBMIT_DATE("submit date"),
    DONE_DATE("done date"),
    STAT("stat"),
    ERR("err"),
    TEXT("text");

    private final String key;

    ReceiptField(String key) {
        this.key = key;
    }

    /// The name before the colon.
    public String key() {
        return key;
    }

    int bit() {
        return 1 << ordinal();
    }
}
