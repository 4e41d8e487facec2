package io.elchi.server.messages;

import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Money;

/// What one account sends by one operator, in figures that are made up.
///
/// @param perHour messages in the busiest hour of a working day
/// @param delivered percent of them
/// @param errors submit_sm that the operator refused or did not answer, in percent of the messages
/// @param deliveryMs typical time from submit_sm_resp to delivery
public record SampleTraffic(
        long accountId,
        String sender,
        MessageClass messageClass,
        long operatorId,
        String mcc,
        String mnc,
        Money price,
        Money cost,
        int perHour,
        int delivered,
        int errors,
        long deliveryMs) {}
