package io.elchi.server.messages;

/// What is known of the operators whose shards other processes have. It is a moment old.
public interface ElsewhereQueues {
    /// Every operator's queue is in this process.
    ElsewhereQueues NONE = new ElsewhereQueues() {
        @Override
        public boolean has(long operatorId) {
            return false;
        }

        @Override
        public int waiting(long operatorId) {
            return 0;
        }

        @Override
        public int waiting() {
            return 0;
        }

        @Override
        public int unsettled() {
            return 0;
        }

        @Override
        public void accepted(long operatorId, int messages) {
            // Whatever is accepted is in a queue here.
        }
    };

    /// Whether the operator's queue is in another process, or in none.
    boolean has(long operatorId);

    /// Messages that wait there for the operator, those included that this process accepted since.
    int waiting(long operatorId);

    /// The same for all operators.
    int waiting();

    /// The most outcomes that wait in one of these processes.
    int unsettled();

    /// This process accepted messages for an operator of another process.
    void accepted(long operatorId, int messages);
}
