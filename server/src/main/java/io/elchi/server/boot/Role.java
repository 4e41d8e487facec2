package io.elchi.server.boot;

import io.elchi.server.accounts.AccountsConfiguration;
import io.elchi.server.adminapi.BillingApiConfiguration;
import io.elchi.server.adminapi.ConsoleApiConfiguration;
import io.elchi.server.adminapi.RoutingApiConfiguration;
import io.elchi.server.approvals.ApprovalsConfiguration;
import io.elchi.server.audit.AuditConfiguration;
import io.elchi.server.billing.BillingConfiguration;
import io.elchi.server.cluster.ClusterConfiguration;
import io.elchi.server.compliance.ComplianceConfiguration;
import io.elchi.server.compliance.OptOutConfiguration;
import io.elchi.server.connectors.ConnectorsConfiguration;
import io.elchi.server.connectors.HttpReceiptsConfiguration;
import io.elchi.server.db.DbConfiguration;
import io.elchi.server.docs.DocsConfiguration;
import io.elchi.server.entrances.CallbackPostingConfiguration;
import io.elchi.server.entrances.EntrancesConfiguration;
import io.elchi.server.events.EventsConfiguration;
import io.elchi.server.exports.ExportsConfiguration;
import io.elchi.server.gatewayapi.GatewayConfiguration;
import io.elchi.server.http.HttpConfiguration;
import io.elchi.server.identity.IdentityConfiguration;
import io.elchi.server.inbound.ArrivalConfiguration;
import io.elchi.server.inbound.InboundConfiguration;
import io.elchi.server.intake.IntakeConfiguration;
import io.elchi.server.limits.LimitsConfiguration;
import io.elchi.server.messages.MessagesConfiguration;
import io.elchi.server.numbers.NumbersConfiguration;
import io.elchi.server.oauth.OAuthConfiguration;
import io.elchi.server.pages.PagesConfiguration;
import io.elchi.server.reconcile.ReconcileConfiguration;
import io.elchi.server.replies.RepliesConfiguration;
import io.elchi.server.routing.RoutingConfiguration;
import io.elchi.server.rules.RulesConfiguration;
import io.elchi.server.smppserver.BindsConfiguration;
import io.elchi.server.smppserver.SmppServerConfiguration;
import io.elchi.server.tariffs.TariffsConfiguration;
import io.elchi.server.templates.TemplatesConfiguration;
import io.elchi.server.traces.TracesConfiguration;
import io.elchi.server.tracking.TrackingConfiguration;
import io.elchi.server.webhooks.TestEventConfiguration;
import io.elchi.server.webhooks.WebhookPostingConfiguration;
import io.elchi.server.webhooks.WebhooksConfiguration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The roles: the configurations that wire each role's modules, and the components that start and end with it.
public enum Role {
    /// The public API.
    GATEWAY(
            List.of(
                    NumbersConfiguration.class,
                    ComplianceConfiguration.class,
                    TariffsConfiguration.class,
                    RoutingConfiguration.class,
                    LimitsConfiguration.class,
                    RulesConfiguration.class,
                    BillingConfiguration.class,
                    ExportsConfiguration.class,
                    IntakeConfiguration.class,
                    TemplatesConfiguration.class,
                    RepliesConfiguration.class,
                    TestEventConfiguration.class,
                    GatewayConfiguration.class,
                    EntrancesConfiguration.class,
                    HttpReceiptsConfiguration.class),
            Component.WARM_UP),
    /// SMPP sessions of clients.
    SMPP_SERVER(
            List.of(
                    NumbersConfiguration.class,
                    ComplianceConfiguration.class,
                    TariffsConfiguration.class,
                    RoutingConfiguration.class,
                    LimitsConfiguration.class,
                    RulesConfiguration.class,
                    BillingConfiguration.class,
                    IntakeConfiguration.class,
                    SmppServerConfiguration.class),
            Component.SMPP_SERVER),
    /// Accounts, balances and call detail records for other systems; the books, watched.
    BILLING(List.of(
            NumbersConfiguration.class,
            BillingConfiguration.class,
            ReconcileConfiguration.class,
            BillingApiConfiguration.class)),
    /// Decisions, operators, routes, prices and networks for other systems.
    ROUTING(List.of(
            NumbersConfiguration.class,
            ComplianceConfiguration.class,
            TariffsConfiguration.class,
            RoutingConfiguration.class,
            RulesConfiguration.class,
            RoutingApiConfiguration.class)),
    /// Everything that administrators look at and change.
    CONSOLE(List.of(
            NumbersConfiguration.class,
            ComplianceConfiguration.class,
            TariffsConfiguration.class,
            RoutingConfiguration.class,
            RulesConfiguration.class,
            BillingConfiguration.class,
            ExportsConfiguration.class,
            BillingApiConfiguration.class,
            RoutingApiConfiguration.class,
            ConsoleApiConfiguration.class)),
    /// Links to operators.
    SMPP_CLIENT(List.of(
            NumbersConfiguration.class,
            TariffsConfiguration.class,
            RoutingConfiguration.class,
            ConnectorsConfiguration.class,
            HttpReceiptsConfiguration.class)),
    /// Outcomes and receipts.
    TRACKING(
            List.of(
                    NumbersConfiguration.class,
                    RulesConfiguration.class,
                    BillingConfiguration.class,
                    ArrivalConfiguration.class,
                    TrackingConfiguration.class,
                    CoreConfiguration.class),
            Component.MESSAGE_PATH),
    /// Signed posts to clients.
    WEBHOOKS(List.of(WebhookPostingConfiguration.class, CallbackPostingConfiguration.class), Component.WEBHOOKS);

    /// The configurations of every process.
    private static final List<Class<?>> COMMON = List.of(
            DbConfiguration.class,
            ClusterConfiguration.class,
            HttpConfiguration.class,
            DocsConfiguration.class,
            PagesConfiguration.class,
            AccountsConfiguration.class,
            OAuthConfiguration.class,
            AuditConfiguration.class,
            IdentityConfiguration.class,
            ApprovalsConfiguration.class,
            EventsConfiguration.class,
            MessagesConfiguration.class,
            OptOutConfiguration.class,
            InboundConfiguration.class,
            WebhooksConfiguration.class,
            BindsConfiguration.class,
            TracesConfiguration.class,
            BootConfiguration.class);

    /// What a shard's owner does with its messages, in one memory.
    private static final Set<Role> CORE = EnumSet.of(SMPP_CLIENT, TRACKING);

    private final List<Class<?>> configurations;
    private final List<Component> components;

    Role(List<Class<?>> configurations, Component... components) {
        this.configurations = List.copyOf(configurations);
        this.components = List.of(components);
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Reads `gateway,tracking`; empty means all.
    ///
    /// @throws IllegalArgumentException if a role does not exist
    public static Set<Role> parse(String text) {
        if (text == null || text.isBlank()) {
            return EnumSet.allOf(Role.class);
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : text.split(",")) {
            roles.add(Arrays.stream(values())
                    .filter(role -> role.text().equals(word.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no role '" + word.strip()
                            + "'; there are "
                            + String.join(
                                    ", ",
                                    Arrays.stream(values()).map(Role::text).toList()))));
        }
        return roles;
    }

    /// Outcomes go from links to tracking in the memory of one process: one that had only one of these roles would
    /// lose them, or wait for them forever.
    ///
    /// @throws IllegalArgumentException when a role misses another; says which
    static void checkTogether(Set<Role> roles) {
        Set<Role> missing = EnumSet.noneOf(Role.class);
        if (roles.stream().anyMatch(CORE::contains)) {
            missing.addAll(CORE);
        }
        missing.removeAll(roles);
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("these roles cannot work apart: " + texts(roles) + " also needs "
                    + texts(missing) + " in this process, since outcomes are handed on in its memory");
        }
    }

    private static String texts(Set<Role> roles) {
        return roles.stream().sorted().map(Role::text).collect(Collectors.joining(", "));
    }

    /// What starts and ends with a process of these roles, in the order of the starts.
    static Set<Component> components(Set<Role> roles) {
        Set<Component> all = EnumSet.copyOf(Component.COMMON);
        roles.forEach(role -> all.addAll(role.components));
        return all;
    }

    /// The configurations that these roles need, each once.
    static Class<?>[] configurations(Set<Role> roles) {
        Set<Class<?>> all = new LinkedHashSet<>(COMMON);
        roles.forEach(role -> all.addAll(role.configurations));
        return all.toArray(Class<?>[]::new);
    }
}
