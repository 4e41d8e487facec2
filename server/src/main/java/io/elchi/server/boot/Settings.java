package io.elchi.server.boot;

import io.elchi.server.config.Section;
import io.elchi.server.connectors.ConnectorsProperties;
import io.elchi.server.db.DbProperties;
import io.elchi.server.http.HttpProperties;
import io.elchi.server.intake.IntakeProperties;
import io.elchi.server.messages.ContentProperties;
import io.elchi.server.messages.MessagesProperties;
import io.elchi.server.tracking.TrackingProperties;
import java.util.List;

/// Every section of the settings.
final class Settings {
    static final List<Section> SECTIONS = List.of(
            new Section("database", DbProperties.class),
            new Section("http", HttpProperties.class),
            new Section("identity", io.elchi.server.identity.IdentityProperties.class),
            new Section("approvals", io.elchi.server.approvals.ApprovalsProperties.class),
            new Section("limits", io.elchi.server.limits.LimitsProperties.class),
            new Section("billing", io.elchi.server.billing.BillingProperties.class),
            new Section("numbers", io.elchi.server.numbers.NumbersProperties.class),
            new Section("rules", io.elchi.server.rules.RulesProperties.class),
            new Section("oauth", io.elchi.server.oauth.OAuthProperties.class),
            new Section("intake", IntakeProperties.class),
            new Section("messages", MessagesProperties.class),
            new Section("content", ContentProperties.class),
            new Section("routing", io.elchi.server.routing.RoutingProperties.class),
            new Section("queue", QueueProperties.class),
            new Section("connectors", ConnectorsProperties.class),
            new Section("tracking", TrackingProperties.class),
            new Section("inbound", io.elchi.server.inbound.InboundProperties.class),
            new Section("smpp_server", io.elchi.server.smppserver.SmppServerProperties.class),
            new Section("smpp_parts", io.elchi.server.smppserver.SmppPartsProperties.class),
            new Section("entrances", io.elchi.server.entrances.EntrancesProperties.class),
            new Section("events", io.elchi.server.events.EventsProperties.class),
            new Section("webhooks", io.elchi.server.webhooks.WebhooksProperties.class),
            new Section("console", io.elchi.server.adminapi.StreamProperties.class),
            new Section("exports", io.elchi.server.exports.ExportsProperties.class),
            new Section("drain", DrainProperties.class),
            new Section("setup", SetupProperties.class),
            new Section("log", LogProperties.class));

    private Settings() {}
}
