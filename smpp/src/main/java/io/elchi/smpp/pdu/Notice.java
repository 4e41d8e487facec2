package io.elchi.smpp.pdu;

/// A PDU that has no response.
public sealed interface Notice extends Pdu permits Outbind, AlertNotification {}
