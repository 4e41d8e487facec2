package io.elchi.smpp.pdu;

/// The C-octet string fields with their maximum (in octets without the NUL) and the command_status that refuses a
/// longer one. Where 3.4 and 5.0 differ, the larger maximum is here: a longer value is legal for one of them.
enum Field {
    SYSTEM_ID("system_id", 15, 64, CommandStatus.ESME_RINVSYSID),
    PASSWORD("password", 8, 64, CommandStatus.ESME_RINVPASWD),
    SYSTEM_TYPE("system_type", 12, CommandStatus.ESME_RINVSYSTYP),
    /// No status is its own, so the bind fails.
    ADDRESS_RANGE("address_range", 40, CommandStatus.ESME_RBINDFAIL),
    SERVICE_TYPE("service_type", 5, CommandStatus.ESME_RINVSERTYP),
    SOURCE_ADDR("source_addr", 20, CommandStatus.ESME_RINVSRCADR),
    DESTINATION_ADDR("destination_addr", 20, CommandStatus.ESME_RINVDSTADR),
    /// data_sm (4.7.1) and alert_notification (4.12.1) allow longer addresses than submit_sm.
    LONG_SOURCE_ADDR("source_addr", 64, CommandStatus.ESME_RINVSRCADR),
    LONG_DESTINATION_ADDR("destination_addr", 64, CommandStatus.ESME_RINVDSTADR),
    ESME_ADDR("esme_addr", 64, CommandStatus.ESME_RINVDSTADR),
    DL_NAME("dl_name", 20, CommandStatus.ESME_RINVDLNAME),
    MESSAGE_ID("message_id", 64, CommandStatus.ESME_RINVMSGID),
    SCHEDULE_DELIVERY_TIME("schedule_delivery_time", 16, CommandStatus.ESME_RINVSCHED),
    VALIDITY_PERIOD("validity_period", 16, CommandStatus.ESME_RINVEXPIRY),
    /// In a response only, which is never refused.
    FINAL_DATE("final_date", 16, CommandStatus.ESME_RINVPARLEN);

    final String label;
    final int max;
    /// The longest value that we write: operators issue credentials that are longer than the specification allows.
    final int maxOut;

    final int status;

    Field(String label, int max, CommandStatus status) {
        this(label, max, max, status);
    }

    Field(String label, int max, int maxOut, CommandStatus status) {
        this.label = label;
        this.max = max;
        this.maxOut = maxOut;
        this.status = status.code();
    }

    /// The name of the TON (`"ton"`) or NPI (`"npi"`) octet before an address: the specification shortens
    /// destination.
    String part(String suffix) {
        return (this == DESTINATION_ADDR || this == LONG_DESTINATION_ADDR ? "dest_addr" : label) + "_" + suffix;
    }
}
