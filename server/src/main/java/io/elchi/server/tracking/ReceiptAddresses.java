package io.elchi.server.tracking;

import io.elchi.server.core.Msisdn;
import io.elchi.server.messages.ReceiptReport;

/// Compares the addresses of a receipt with those of a message. Operators write numbers with a plus, with zeros
/// ahead or without the country code, mask digits, and some exchange source and destination. What says nothing
/// about a number does not disagree.
final class ReceiptAddresses {
    /// A national number has at least so many digits; fewer are a short code.
    private static final int NATIONAL_DIGITS = 7;

    private ReceiptAddresses() {}

    /// Whether the receipt may be about a message from this sender id to this number.
    static boolean agree(ReceiptReport report, Msisdn to, String sender) {
        String number = to.digits();
        if (same(report.source(), number) || same(report.destination(), number)) {
            return true;
        }
        // The sender id as source: source and destination are exchanged, and the destination is to be looked at.
        boolean exchanged = report.source().equalsIgnoreCase(sender) && !saysNothing(report.destination());
        return saysNothing(report.source()) && !exchanged;
    }

    /// Whether the receipt names the message's sender id. It decides between messages to the same number only,
    /// since operators replace sender ids.
    static boolean nameSender(ReceiptReport report, String sender) {
        return report.destination().equalsIgnoreCase(sender)
                || same(report.destination(), digits(sender))
                || report.source().equalsIgnoreCase(sender);
    }

    /// Empty, alphanumeric or masked.
    private static boolean saysNothing(String address) {
        String digits = digits(address);
        return digits.isEmpty() || !isNumber(digits);
    }

    private static boolean same(String address, String number) {
        String digits = digits(address);
        if (digits.length() < NATIONAL_DIGITS || !isNumber(digits)) {
            return false;
        }
        return number.endsWith(digits) || digits.endsWith(number) && number.length() >= NATIONAL_DIGITS;
    }

    /// Without a plus and the zeros ahead of it.
    static String digits(String address) {
        int start = 0;
        while (start < address.length() && (address.charAt(start) == '+' || address.charAt(start) == '0')) {
            start++;
        }
        return address.substring(start);
    }

    private static boolean isNumber(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
