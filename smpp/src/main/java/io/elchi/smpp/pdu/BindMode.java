package io.elchi.smpp.pdu;

/// The mode of a bind (2.2): the three bind commands differ in nothing else.
public enum BindMode {
    /// The ESME submits only.
    TRANSMITTER(CommandId.BIND_TRANSMITTER, CommandId.BIND_TRANSMITTER_RESP),
    /// The ESME receives only.
    RECEIVER(CommandId.BIND_RECEIVER, CommandId.BIND_RECEIVER_RESP),
    /// Both directions; not in SMPP 3.3.
    TRANSCEIVER(CommandId.BIND_TRANSCEIVER, CommandId.BIND_TRANSCEIVER_RESP);

    private final int commandId;
    private final int responseId;

    BindMode(int commandId, int responseId) {
        this.commandId = commandId;
        this.responseId = responseId;
    }

    /// The command_id of the bind request.
    public int commandId() {
        return commandId;
    }

    /// The command_id of its response.
    public int responseId() {
        return responseId;
    }

    /// Whether the ESME may submit on such a session.
    public boolean transmits() {
        return this != RECEIVER;
    }

    /// Whether the ESME gets deliver_sm on such a session.
    public boolean receives() {
        return this != TRANSMITTER;
    }
}
