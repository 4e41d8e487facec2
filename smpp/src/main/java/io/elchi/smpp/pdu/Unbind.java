package io.elchi.smpp.pdu;

/// unbind (4.2.1): ends the session, from either side.
public record Unbind() implements Request<UnbindResp> {
    @Override
    public int commandId() {
        return CommandId.UNBIND;
    }

    @Override
    public UnbindResp emptyResponse() {
        return new UnbindResp();
    }

    @Override
    public void writeBody(PduWriter out) {}
}
