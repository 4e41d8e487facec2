package io.elchi.server.adminapi;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.numbers.Network;
import io.elchi.server.numbers.NumberStore;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Networks, their prefixes, and numbers that moved.
@RestController
final class NumberController {
    private static final int NAME = 200;
    private static final int PREFIXES = 1_000;
    private static final int PORTED = 10_000;

    private final NumberStore numbers;

    NumberController(NumberStore numbers) {
        this.numbers = numbers;
    }

    /// A mobile network.
    record NetworkView(String mcc, String mnc, String name, String country, List<String> prefixes) {
        static NetworkView of(NumberStore.ListedNetwork entry) {
            Network network = entry.network();
            return new NetworkView(network.mcc(), network.mnc(), network.name(), network.country(), entry.prefixes());
        }
    }

    /// The number of rows that were changed.
    record PortedView(int ported) {}

    @GetMapping(path = "/admin/v1/mccmnc", produces = MediaType.APPLICATION_JSON_VALUE)
    @Needs(Permission.NETWORKS_READ)
    Page<NetworkView> networks(PageQuery page) {
        return numbers.page(page.cursor(), page.limit()).map(NetworkView::of);
    }

    /// Adds a network or changes its name and country, and gives it these prefixes beside those it has.
    @PostMapping("/admin/v1/mccmnc")
    @Needs(Permission.NETWORKS_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    NetworkView put(@RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        Network network = new Network(
                mcc(body),
                mnc(body),
                body.text("name", NAME),
                body.text("country", "[A-Z]{2}", "a country of ISO 3166, two capital letters"));
        List<String> prefixes = body.texts("prefixes", PREFIXES, TrafficSelector.PREFIX, TrafficSelector.PREFIX_WORDS);
        body.end();
        numbers.put(new NumberStore.ListedNetwork(network, prefixes));
        return numbers.find(network.mcc(), network.mnc())
                .map(NetworkView::of)
                .orElseThrow(() -> ReferenceChecks.missing("network", network.mcc() + network.mnc()));
    }

    private static String mcc(JsonBody body) {
        return body.text("mcc", "[0-9]{3}", "three digits");
    }

    private static String mnc(JsonBody body) {
        return body.text("mnc", "[0-9]{2,3}", "two or three digits");
    }

    @PostMapping("/admin/v1/ported-numbers")
    @Needs(Permission.NETWORKS_WRITE)
    PortedView port(@RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        List<NumberStore.Ported> ported = new ArrayList<>();
        for (JsonBody item : body.objects("numbers", PORTED)) {
            String field = "numbers[" + ported.size() + "].msisdn";
            ported.add(new NumberStore.Ported(
                    ReferenceChecks.msisdn(item.text("msisdn", 20), field), mcc(item), mnc(item)));
            item.end();
        }
        body.end();
        if (ported.isEmpty()) {
            throw Refusal.ofField(Failure.MISSING_FIELD, "numbers", "at least one")
                    .exception();
        }
        numbers.port(ported);
        return new PortedView(ported.size());
    }

    @DeleteMapping("/admin/v1/ported-numbers/{msisdn}")
    @Needs(Permission.NETWORKS_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unport(@PathVariable("msisdn") String msisdn) {
        ReferenceChecks.found(numbers.unport(ReferenceChecks.msisdn(msisdn, "msisdn")), "ported number", msisdn);
    }
}
