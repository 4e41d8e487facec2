package io.elchi.server.messages;

/// What the store of messages asks of accounts.
@FunctionalInterface
public interface AccountSettings {
    /// Its share when several accounts wait for one operator.
    int weight(long account);

    /// How many days the texts of its messages can be read; 0: as long as their records are kept.
    default int contentDays(long account) {
        return 0;
    }
}
