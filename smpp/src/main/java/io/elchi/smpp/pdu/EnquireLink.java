package io.elchi.smpp.pdu;

/// enquire_link (4.11.1): asks, from either side, whether the peer still answers.
public record EnquireLink() implements Request<EnquireLinkResp> {
    @Override
    public int commandId() {
        return CommandId.ENQUIRE_LINK;
    }

    @Override
    public EnquireLinkResp emptyResponse() {
        return new EnquireLinkResp();
    }

    @Override
    public void writeBody(PduWriter out) {}
}
