package io.elchi.server.messages;

/// The endpoints that events of messages name whose client wants callbacks in the form of Jasmin or Kannel. Neither a
/// webhook nor an SMPP login has these numbers: see [io.elchi.server.events.NewEvent].
public final class CallbackEndpoint {
    /// The final state is wanted.
    public static final long OF_RESULT = Long.MIN_VALUE;

    /// That operators took all parts is wanted, too.
    public static final long OF_SUBMISSION_AND_RESULT = Long.MIN_VALUE + 1;

    private CallbackEndpoint() {}

    /// The endpoint of the event that operators took all parts of the message; 0: none.
    static long ofSubmission(Message message) {
        long endpoint = message.clientData().statusEndpoint();
        return endpoint == OF_SUBMISSION_AND_RESULT ? endpoint : 0;
    }
}
