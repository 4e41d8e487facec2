package io.elchi.server.simulation;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Credential;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Payer;
import io.elchi.server.core.Permission;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.intake.SendExtras;
import io.elchi.server.intake.SendOptions;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.routing.RouteDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// What several clients ask in one moment.
record Requests(List<Caller> callers, List<List<SendRequest>> requests) {
    /// @param now some are scheduled from then on; null: none
    static Requests drawn(SplittableRandom random, Instant now) {
        List<Caller> callers = new ArrayList<>();
        List<List<SendRequest>> requests = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            callers.add(caller(random.nextBoolean() ? World.BANK : World.SHOP));
            List<SendRequest> own = new ArrayList<>();
            for (int j = random.nextInt(1, 4); j > 0; j--) {
                own.add(request(random, now));
            }
            requests.add(own);
        }
        return new Requests(callers, requests);
    }

    static RouteDecision candidates(SplittableRandom random) {
        RouteCandidate cheap = new RouteCandidate(1, new long[] {50_000_000, 40_000_000}, 30_000_000, "UZS");
        RouteCandidate dear = new RouteCandidate(2, new long[] {60_000_000, 45_000_000}, 35_000_000, "UZS");
        return new RouteDecision.Routed(
                random.nextInt(4) == 0 ? List.of(cheap) : List.of(cheap, dear), new byte[] {1, 1, 0, 1, 0});
    }

    private static Caller caller(long account) {
        Account own = new Account(
                account,
                World.RESELLER,
                Account.Type.CLIENT,
                "account " + account,
                null,
                null,
                Account.Standing.ACTIVE,
                "UZS",
                1_000,
                10,
                1,
                null,
                0,
                List.of(new Payer(account, "UZS"), new Payer(World.RESELLER, "UZS")));
        return new Caller(own, Credential.apiKey(1), Set.of(Permission.SMS_SEND));
    }

    private static SendRequest request(SplittableRandom random, Instant now) {
        int parts = random.nextInt(3) == 0 ? random.nextInt(2, 5) : 1;
        String text = "x".repeat(parts == 1 ? 20 : parts * 153);
        return new SendRequest(
                "998901234567",
                "Bank",
                text,
                random.nextBoolean() ? MessageClass.OTP : MessageClass.TRANSACTIONAL,
                now != null && random.nextInt(8) == 0 ? now.plusSeconds(random.nextInt(1, 200)) : null,
                Duration.ofSeconds(random.nextInt(5, 600)),
                null,
                null,
                SendOptions.DEFAULT,
                SendExtras.NONE);
    }
}
