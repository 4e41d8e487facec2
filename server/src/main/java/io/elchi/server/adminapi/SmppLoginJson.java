package io.elchi.server.adminapi;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.accounts.SmppLogin.BindRules;
import io.elchi.server.accounts.SmppLogin.DeliveryRules;
import io.elchi.server.accounts.SmppLogin.FieldRules;
import io.elchi.server.accounts.SmppLogin.IdForm;
import io.elchi.server.accounts.SmppLogin.InboundProtocol;
import io.elchi.server.accounts.SmppLogin.InboundUrl;
import io.elchi.server.accounts.SmppLogin.LoginAlphabet;
import io.elchi.server.accounts.SmppLogin.LoginMode;
import io.elchi.server.accounts.SmppLogin.ReceiptForm;
import io.elchi.server.accounts.SmppLogin.SubmitRules;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.OutgoingUrl;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// SMPP logins as JSON.
final class SmppLoginJson {
    private static final int MOST_BINDS = 1_000;
    private static final int MOST_WINDOW = 1_000;
    private static final int MOST_RATE = 1_000_000;
    private static final int MOST_SERVICE_TYPES = 16;
    private static final int MOST_OCTET = 255;
    private static final int MOST_VALUES = 256;
    private static final int DEFAULT_BINDS = 4;
    private static final int DEFAULT_WINDOW = 100;

    private SmppLoginJson() {}

    /// A login without its passwords.
    record LoginView(
            long id,
            long accountId,
            String systemId,
            long version,
            BindsView binds,
            SubmitsView submits,
            DeliveriesView deliveries,
            Instant createdAt,
            Instant updatedAt) {
        static LoginView of(SmppLogin login) {
            return new LoginView(
                    login.id(),
                    login.accountId(),
                    login.systemId(),
                    login.version(),
                    BindsView.of(login.binds()),
                    SubmitsView.of(login.submits()),
                    DeliveriesView.of(login.delivery()),
                    login.createdAt(),
                    login.updatedAt());
        }
    }

    /// As of [BindRules].
    record BindsView(
            boolean allowed,
            List<String> modes,
            int max,
            List<String> ipWhitelist,
            boolean tlsRequired,
            String certificateSha256) {
        static BindsView of(BindRules rules) {
            return new BindsView(
                    rules.allowed(),
                    rules.modes().stream().map(LoginMode::text).sorted().toList(),
                    rules.max(),
                    rules.networks(),
                    rules.tlsRequired(),
                    rules.certificate());
        }
    }

    /// As of [SubmitRules].
    ///
    /// @param ratePerSecond null: the account's rate alone counts
    /// @param defaultDataCoding null: 0 has the meaning of the alphabet
    /// @param dataCodings null, as the other lists: all
    record SubmitsView(
            boolean allowed,
            int window,
            Integer ratePerSecond,
            String defaultAlphabet,
            String messageClass,
            Map<String, String> serviceTypes,
            boolean binary,
            boolean http,
            String parts,
            Integer defaultDataCoding,
            List<Integer> dataCodings,
            List<Integer> sourceTons,
            List<Integer> sourceNpis) {
        static SubmitsView of(SubmitRules rules) {
            Map<String, String> serviceTypes = new TreeMap<>();
            rules.serviceTypes().forEach((type, messageClass) -> serviceTypes.put(type, messageClass.text()));
            return new SubmitsView(
                    rules.allowed(),
                    rules.window(),
                    rules.ratePerSecond() == 0 ? null : rules.ratePerSecond(),
                    rules.alphabet().text(),
                    rules.messageClass().text(),
                    serviceTypes,
                    rules.binary(),
                    rules.http(),
                    (rules.joinsParts() ? PartHandling.JOINED : PartHandling.AS_SENT).text(),
                    rules.fields().defaultCoding() == 0 ? null : rules.fields().defaultCoding(),
                    sorted(rules.fields().codings()),
                    sorted(rules.fields().tons()),
                    sorted(rules.fields().npis()));
        }

        private static List<Integer> sorted(Set<Integer> numbers) {
            return numbers.isEmpty() ? null : numbers.stream().sorted().toList();
        }
    }

    /// As of [DeliveryRules].
    ///
    /// @param inboundUrl null, as the two behind it: sessions get messages from handsets
    record DeliveriesView(
            String receiptFormat,
            String idFormat,
            boolean inbound,
            String inboundUrl,
            String inboundMethod,
            String inboundProtocol) {
        static DeliveriesView of(DeliveryRules rules) {
            InboundUrl url = rules.inboundUrl();
            return new DeliveriesView(
                    rules.receipts().text(),
                    rules.ids().text(),
                    rules.inbound(),
                    url == null ? null : url.url(),
                    url == null ? null : url.posts() ? "post" : "get",
                    url == null ? null : url.protocol().text());
        }
    }

    /// Reads the rest of a body, to its end.
    static SmppLogin.Form form(JsonBody body, long account) {
        String systemId = body.text("system_id", "[!-~]{1,15}", "1 to 15 visible characters of ASCII");
        BindRules binds = binds(body.optionalObject("binds"));
        SubmitRules submits = submits(body.optionalObject("submits"));
        DeliveryRules deliveries = deliveries(body.optionalObject("deliveries"));
        body.end();
        if (deliveries.inboundUrl() != null && !submits.http()) {
            throw wrong("deliveries.inbound_url", "is for a login with submits.http");
        }
        return new SmppLogin.Form(account, systemId, binds, submits, deliveries);
    }

    private static BindRules binds(JsonBody body) {
        BindRules rules = new BindRules(
                body.optionalFlag("allowed").orElse(true),
                modes(body),
                body.optionalInt("max", 1, MOST_BINDS).orElse(DEFAULT_BINDS),
                body.texts("ip_whitelist", KeyController.NETWORKS, KeyController.CIDR),
                body.optionalFlag("tls_required").orElse(false),
                KeyController.certificate(body));
        body.end();
        return rules;
    }

    private static Set<LoginMode> modes(JsonBody body) {
        Set<LoginMode> modes = EnumSet.noneOf(LoginMode.class);
        for (String text : body.texts("modes", LoginMode.values().length, KeyController.CIDR)) {
            modes.add(LoginMode.of(text)
                    .orElseThrow(() -> wrong(
                            "binds.modes",
                            "must be of "
                                    + Arrays.stream(LoginMode.values())
                                            .map(LoginMode::text)
                                            .toList())));
        }
        return modes.isEmpty() ? EnumSet.allOf(LoginMode.class) : modes;
    }

    private static SubmitRules submits(JsonBody body) {
        SubmitRules rules = new SubmitRules(
                body.optionalFlag("allowed").orElse(true),
                body.optionalInt("window", 1, MOST_WINDOW).orElse(DEFAULT_WINDOW),
                body.optionalInt("rate_per_second", 1, MOST_RATE).orElse(0),
                body.optionalOneOf("default_alphabet", LoginAlphabet.class).orElse(LoginAlphabet.GSM),
                body.optionalOneOf("message_class", MessageClass.class).orElse(MessageClass.TRANSACTIONAL),
                serviceTypes(body),
                body.optionalFlag("binary").orElse(false),
                body.optionalFlag("http").orElse(false),
                body.optionalOneOf("parts", PartHandling.class).orElse(PartHandling.AS_SENT) == PartHandling.JOINED,
                new FieldRules(
                        body.optionalInt("default_data_coding", 0, MOST_OCTET).orElse(0),
                        octets(body, "data_codings"),
                        octets(body, "source_tons"),
                        octets(body, "source_npis")));
        body.end();
        return rules;
    }

    private static Set<Integer> octets(JsonBody body, String name) {
        return Set.copyOf(body.ints(name, MOST_VALUES, 0, MOST_OCTET));
    }

    private static Map<String, MessageClass> serviceTypes(JsonBody body) {
        Map<String, MessageClass> serviceTypes = new TreeMap<>();
        body.tree("service_types").forEach((type, text) -> {
            if (!type.matches("[!-~]{1,5}")) {
                throw wrong("submits.service_types", "a service_type has 1 to 5 visible characters of ASCII");
            }
            serviceTypes.put(
                    type,
                    MessageClass.of(String.valueOf(text))
                            .orElseThrow(() -> wrong(
                                    "submits.service_types." + type,
                                    "must be of "
                                            + Arrays.stream(MessageClass.values())
                                                    .map(MessageClass::text)
                                                    .toList())));
        });
        if (serviceTypes.size() > MOST_SERVICE_TYPES) {
            throw wrong("submits.service_types", "at most " + MOST_SERVICE_TYPES);
        }
        return serviceTypes;
    }

    private static RefusedException wrong(String field, String why) {
        return Refusal.ofField(Failure.INVALID_FIELD, field, why).exception();
    }

    private static DeliveryRules deliveries(JsonBody body) {
        DeliveryRules rules = new DeliveryRules(
                body.optionalOneOf("receipt_format", ReceiptForm.class).orElse(ReceiptForm.TEXT_AND_TLVS),
                body.optionalOneOf("id_format", IdForm.class).orElse(IdForm.UUID),
                body.optionalFlag("inbound").orElse(true),
                inboundUrl(body));
        body.end();
        return rules;
    }

    /// null: none.
    private static InboundUrl inboundUrl(JsonBody body) {
        Optional<String> url = body.optionalText("inbound_url", OutgoingUrl.MOST_OCTETS);
        InboundProtocol protocol =
                body.optionalOneOf("inbound_protocol", InboundProtocol.class).orElse(InboundProtocol.JASMIN);
        boolean isKannel = protocol == InboundProtocol.KANNEL;
        boolean posts =
                body.optionalOneOf("inbound_method", InboundMethod.class).orElse(InboundMethod.GET)
                        == InboundMethod.POST;
        if (url.isEmpty()) {
            return null;
        }
        if (isKannel && posts) {
            throw wrong("deliveries.inbound_method", "is get for the protocol kannel");
        }
        if (!(isKannel ? OutgoingUrl.isUsableWithEscapes(url.get()) : OutgoingUrl.isUsable(url.get()))) {
            throw wrong("deliveries.inbound_url", "must be an address of https or http, without user and #");
        }
        return new InboundUrl(url.get(), posts, protocol);
    }

    /// What becomes of parts that the client split.
    private enum PartHandling {
        AS_SENT,
        JOINED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How an address is asked.
    private enum InboundMethod {
        GET,
        POST
    }
}
