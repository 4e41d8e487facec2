package io.elchi.server.messages;

import java.util.function.LongFunction;

/// Says whether the operators' links can send now. Only the process that has the links knows it.
public final class OperatorStates {
    /// The state of one operator.
    public enum State {
        SENDING,
        SUSPENDED,
        /// What waits for it stays.
        HELD,
        /// No session is bound.
        UNREACHABLE,
        /// The operator refuses messages because it has too many.
        THROTTLING
    }

    private volatile LongFunction<State> source = _ -> State.UNREACHABLE;

    /// From now on the states are asked for here.
    public void reportedBy(LongFunction<State> states) {
        source = states;
    }

    public State of(long operatorId) {
        return source.apply(operatorId);
    }
}
