package io.elchi.server.simulation;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.Scope;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Payer;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.routing.RouteDecision;
import io.elchi.server.routing.RouteDecision.Candidate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// What several clients ask in one moment.
record Requests(List<Caller> callers, List<List<SendRequest>> requests) {
    static Requests drawn(SplittableRandom random) {
        List<Caller> callers = new ArrayList<>();
        List<List<SendRequest>> requests = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            callers.add(caller(random.nextBoolean() ? World.BANK : World.SHOP));
            List<SendRequest> own = new ArrayList<>();
            for (int j = random.nextInt(1, 4); j > 0; j--) {
                own.add(request(random));
            }
            requests.add(own);
        }
        return new Requests(callers, requests);
    }

    static RouteDecision candidates(SplittableRandom random) {
        Candidate cheap = new Candidate(1, new long[] {50_000_000, 40_000_000}, 30_000_000, "UZS", 0);
        Candidate dear = new Candidate(2, new long[] {60_000_000, 45_000_000}, 35_000_000, "UZS", 0);
        return new RouteDecision.Routed(random.nextInt(4) == 0 ? List.of(cheap) : List.of(cheap, dear));
    }

    private static Caller caller(long account) {
        Account own = new Account(
                account,
                World.RESELLER,
                Account.Type.CLIENT,
                "account " + account,
                null,
                null,
                true,
                "UZS",
                1_000,
                10,
                1,
                null,
                List.of(new Payer(account, "UZS"), new Payer(World.RESELLER, "UZS")));
        return new Caller(own, 1, Set.of(Scope.SEND));
    }

    private static SendRequest request(SplittableRandom random) {
        int parts = random.nextInt(3) == 0 ? random.nextInt(2, 5) : 1;
        String text = "x".repeat(parts == 1 ? 20 : parts * 153);
        return new SendRequest(
                "998901234567",
                "Bank",
                text,
                random.nextBoolean() ? MessageClass.OTP : MessageClass.TRANSACTIONAL,
                Duration.ofSeconds(random.nextInt(5, 600)),
                null,
                null,
                false);
    }
}
