package io.elchi.testkit.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Elchi as its clients may rely on it. It says what of a history is impossible: whatever the order in which
/// concurrent requests took effect, each of them at one moment between its question and its answer.
///
/// - What was accepted is there, and nothing else. A repetition is answered as the first one.
/// - A state goes forward, and a final state stays.
/// - Balance and reservation lie between what must have been and what may have been charged and reserved by then.
/// - A list has what it promises, and nothing that was not accepted.
/// - Events come in the order of a message's states, none is lost, and none comes after its end.
public final class Model {
    private Model() {}

    /// @param atRest whether nothing is in progress any more: then every message has its end, and every event came
    /// @return a sentence for each impossible thing
    public static List<String> judge(Collection<Operation> history, boolean atRest) {
        Facts facts = Facts.of(history);
        List<String> wrong = new ArrayList<>(facts.contradictions());
        new MessageRules(facts, wrong).check(atRest);
        new EventRules(facts, wrong).check(atRest);
        new BalanceRules(facts, wrong).check();
        return wrong;
    }
}
