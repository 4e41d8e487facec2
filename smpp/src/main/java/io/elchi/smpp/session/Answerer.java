package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Request;

/// Answers one request of the peer. Runs on a virtual thread: it may block. An exception becomes ESME_RSYSERR and is
/// logged.
@FunctionalInterface
public interface Answerer {
    Answer answer(SmppSession session, Request<?> request) throws Exception;
}
