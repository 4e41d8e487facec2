package io.elchi.server.entrances;

import io.elchi.server.contract.Platform;
import io.elchi.simulator.Simulator;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// An [EntranceBank] with money, a listener, and a simulated operator that takes its messages and sends receipts.
final class CallbackBank implements AutoCloseable {
    private static final String OPERATOR = """
            name: beeline
            responses: {latency: {fixed: 1ms}}
            receipts: {latency: {fixed: 20ms}, early: 0}
            """;

    final EntranceBank bank;
    final CallbackSink sink;
    final long operator;
    private final Simulator simulator;

    CallbackBank(Map<String, String> settings) throws Exception {
        sink = new CallbackSink();
        simulator = Simulator.of(1, OPERATOR);
        Map<String, String> all = new HashMap<>(Map.of("webhooks.private_addresses", "true"));
        all.putAll(settings);
        bank = new EntranceBank(all);
        bank.admin()
                .post(
                        "/admin/v1/accounts/" + bank.account + "/topups",
                        "{'amount':{'amount':'100000','currency':'UZS'},'reference':'more'}")
                .is(201);
        operator = Platform.ids(bank.admin().get("/admin/v1/operators").is(200)).getFirst();
        bank.admin()
                .post(
                        "/admin/v1/smpp-links",
                        "{'operator_id':%d,'name':'one','host':'127.0.0.1','port':%d,'system_id':'elchi','password':'secret','status':'started'}"
                                .formatted(operator, simulator.ports().get("beeline")))
                .is(201);
        awaitLink();
    }

    private void awaitLink() {
        Platform.await(
                "the first message is with the operator",
                () -> !simulator.operator("beeline").received().isEmpty());
    }

    /// @param yaml as in docs/simulator.md
    void operatorDoes(String yaml) throws Exception {
        simulator.operator("beeline").change(yaml);
    }

    void fromHandset(String to, String text) {
        Platform.await("the link is bound", () -> simulator.operator("beeline").sendMo("998901234567", to, text) > 0);
    }

    long rows(String table) {
        return bank.platform
                .server()
                .database()
                .database()
                .jdbc()
                .sql("SELECT count(*) FROM " + table)
                .query(Long.class)
                .single();
    }

    void execute(String sql) throws SQLException {
        bank.platform.server().database().execute(sql);
    }

    void awaitNothingLeft() {
        Platform.await("nothing is left", () -> rows("entrances.callbacks") == 0 && rows("entrances.requests") == 0);
    }

    /// Of a message that the account sends.
    static String id(String answer) {
        return answer.replaceAll(".*\"([0-9a-f-]{36})\".*", "$1");
    }

    @Override
    public void close() {
        bank.close();
        simulator.close();
        sink.close();
    }
}
