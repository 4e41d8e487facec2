package io.elchi.server.boot.cli;

import io.elchi.server.boot.cli.JasminConfig.JasminUser;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// What a user of Jasmin may do, as rules of a login. What a login has no rule for is work.
final class JasminRights {
    private static final int MAX_BINDS = 1_000;
    private static final BigDecimal MAX_RATE = BigDecimal.valueOf(1_000_000);
    private static final String NONE = "ND";
    private static final String MT = "mt_messaging_cred ";
    private static final String RIGHT = MT + "authorization ";
    private static final String SEND_HTTP = RIGHT + "http_send";
    private static final String SEND_SMPP = RIGHT + "smpps_send";
    private static final String BIND = "smpps_cred authorization bind";
    private static final Map<String, String> FREE = Map.of(
            MT + "valuefilter src_addr", ".*",
            MT + "valuefilter dst_addr", ".*",
            MT + "valuefilter content", ".*",
            MT + "valuefilter priority", "^[0-3]$",
            MT + "valuefilter validity_period", "^\\d+$",
            MT + "defaultvalue src_addr", "None",
            MT + "quota balance", NONE,
            MT + "quota sms_count", NONE,
            MT + "quota early_percent", NONE);

    private final JasminUser user;
    private final boolean enabled;
    private final JasminReport report;
    private final Map<String, String> shown;

    JasminRights(JasminUser user, boolean enabled, JasminReport report) {
        this.user = user;
        this.enabled = enabled;
        this.report = report;
        shown = user.shown() == null ? Map.of() : user.shown();
    }

    void into(ObjectNode login) {
        boolean http = may(SEND_HTTP);
        boolean smpp = may(SEND_SMPP);
        ObjectNode binds = login.putObject("binds");
        binds.put("allowed", enabled && may(BIND)).put("max", binds());
        String from = shown.getOrDefault("smpps_cred authorization ip", "0.0.0.0/0");
        if (!from.equals("0.0.0.0/0")) {
            binds.putArray("ip_whitelist").add(from);
            work("binds only from " + from + ": here that holds for HTTP, too");
        }
        ObjectNode submits = login.putObject("submits");
        submits.put("allowed", enabled && (http || smpp)).put("http", http);
        rate(submits, http, smpp);
        if (http && !smpp && may(BIND)) {
            work("may not send over SMPP: here a login that may send over HTTP may, unless it may not bind");
        }
        if (user.shown() == null) {
            work("there is no file user-" + user.uid() + ".txt: it gets every right");
        }
        if (!user.enabled()) {
            work("disabled in Jasmin: the login is switched off");
        }
        others();
    }

    private boolean may(String right) {
        return !shown.getOrDefault(right, "True").equals("False");
    }

    private int binds() {
        String max = shown.getOrDefault("smpps_cred quota max_bindings", NONE);
        if (max.equals(NONE)) {
            return MAX_BINDS;
        }
        if (!max.matches("[1-9][0-9]{0,8}")) {
            work("max_bindings " + max + " is no number above zero: the login gets 1");
            return 1;
        }
        return Math.min(MAX_BINDS, Integer.parseInt(max));
    }

    private void rate(ObjectNode submits, boolean http, boolean smpp) {
        String[] listed = user.quotas().get(2).split("/", 2);
        List<String> rates = new ArrayList<>();
        if (http) {
            rates.add(shown.getOrDefault(MT + "quota http_throughput", listed[0]));
        }
        if (smpp) {
            rates.add(shown.getOrDefault(MT + "quota smpps_throughput", listed[listed.length - 1]));
        }
        BigDecimal highest = null;
        for (String rate : rates) {
            if (rate.matches("[0-9]{1,9}(\\.[0-9]{1,9})?") && new BigDecimal(rate).signum() > 0) {
                BigDecimal value = new BigDecimal(rate);
                highest = highest == null ? value : highest.max(value);
            } else if (!rate.equals(NONE)) {
                work("throughput " + rate + " is no number above zero");
            }
        }
        if (highest == null) {
            submits.putNull("rate_per_second");
            return;
        }
        BigDecimal whole = highest.setScale(0, RoundingMode.CEILING).min(MAX_RATE);
        submits.put("rate_per_second", whole.intValueExact());
        if (rates.stream().distinct().count() > 1 || whole.compareTo(highest) != 0) {
            work("throughput " + String.join(" (HTTP) and ", rates) + (rates.size() > 1 ? " (SMPP)" : "")
                    + ": the login gets " + whole + " a second for both");
        }
    }

    private void others() {
        new TreeMap<>(shown).forEach((name, value) -> {
            String free = FREE.get(name);
            if (free != null && !free.equals(value)) {
                String money = name.startsWith(MT + "quota ") ? ": it is not booked" : ": see docs/guides/rules.md";
                work(name.substring(MT.length()) + " " + value + money);
            } else if (name.startsWith(RIGHT)
                    && value.equals("False")
                    && !name.equals(SEND_HTTP)
                    && !name.equals(SEND_SMPP)
                    && !name.equals(RIGHT + "http_bulk")) {
                work(name.substring(RIGHT.length()) + " is not allowed in Jasmin: a login has no such rule");
            }
        });
        if (user.shown() == null) {
            for (int i = 0; i < 2; i++) {
                String quota = user.quotas().get(i);
                if (!quota.startsWith(NONE)) {
                    work((i == 0 ? "balance " : "sms_count ") + quota + ": it is not booked");
                }
            }
        }
    }

    private void work(String detail) {
        report.work(JasminImport.USER, user.uid(), detail);
    }
}
