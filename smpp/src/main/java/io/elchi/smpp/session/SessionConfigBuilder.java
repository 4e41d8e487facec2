package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Defect;
import io.elchi.smpp.pdu.InterfaceVersion;
import java.time.Duration;
import java.util.Set;

/// Changes some settings of a [SessionConfig], where each is described.
public final class SessionConfigBuilder {
    private InterfaceVersion version;
    private int window;
    private int maxInProgress;
    private boolean refuseBeyond;
    private int maxPduOctets;
    private Duration responseTimer;
    private Duration enquireLinkTimer;
    private int maxEnquireLinkMisses;
    private Duration inactivityTimer;
    private Duration sessionInitTimer;
    private Duration stallTimer;
    private Duration drainTimer;
    private int maxViolations;
    private Set<Defect.Kind> tolerated;
    private boolean reportCongestion;
    private int slowDownAtCongestion;

    SessionConfigBuilder(SessionConfig from) {
        version = from.version();
        window = from.window();
        maxInProgress = from.maxInProgress();
        refuseBeyond = from.refuseBeyond();
        maxPduOctets = from.maxPduOctets();
        responseTimer = from.responseTimer();
        enquireLinkTimer = from.enquireLinkTimer();
        maxEnquireLinkMisses = from.maxEnquireLinkMisses();
        inactivityTimer = from.inactivityTimer();
        sessionInitTimer = from.sessionInitTimer();
        stallTimer = from.stallTimer();
        drainTimer = from.drainTimer();
        maxViolations = from.maxViolations();
        tolerated = from.tolerated();
        reportCongestion = from.reportCongestion();
        slowDownAtCongestion = from.slowDownAtCongestion();
    }

    public SessionConfigBuilder version(InterfaceVersion version) {
        this.version = version;
        return this;
    }

    public SessionConfigBuilder window(int window) {
        this.window = window;
        return this;
    }

    public SessionConfigBuilder maxInProgress(int maxInProgress) {
        this.maxInProgress = maxInProgress;
        return this;
    }

    public SessionConfigBuilder refuseBeyond(boolean refuseBeyond) {
        this.refuseBeyond = refuseBeyond;
        return this;
    }

    public SessionConfigBuilder maxPduOctets(int maxPduOctets) {
        this.maxPduOctets = maxPduOctets;
        return this;
    }

    public SessionConfigBuilder responseTimer(Duration responseTimer) {
        this.responseTimer = responseTimer;
        return this;
    }

    public SessionConfigBuilder enquireLinkTimer(Duration enquireLinkTimer) {
        this.enquireLinkTimer = enquireLinkTimer;
        return this;
    }

    public SessionConfigBuilder maxEnquireLinkMisses(int maxEnquireLinkMisses) {
        this.maxEnquireLinkMisses = maxEnquireLinkMisses;
        return this;
    }

    public SessionConfigBuilder inactivityTimer(Duration inactivityTimer) {
        this.inactivityTimer = inactivityTimer;
        return this;
    }

    public SessionConfigBuilder sessionInitTimer(Duration sessionInitTimer) {
        this.sessionInitTimer = sessionInitTimer;
        return this;
    }

    public SessionConfigBuilder stallTimer(Duration stallTimer) {
        this.stallTimer = stallTimer;
        return this;
    }

    public SessionConfigBuilder drainTimer(Duration drainTimer) {
        this.drainTimer = drainTimer;
        return this;
    }

    public SessionConfigBuilder maxViolations(int maxViolations) {
        this.maxViolations = maxViolations;
        return this;
    }

    public SessionConfigBuilder tolerated(Set<Defect.Kind> tolerated) {
        this.tolerated = tolerated;
        return this;
    }

    public SessionConfigBuilder reportCongestion(boolean reportCongestion) {
        this.reportCongestion = reportCongestion;
        return this;
    }

    public SessionConfigBuilder slowDownAtCongestion(int slowDownAtCongestion) {
        this.slowDownAtCongestion = slowDownAtCongestion;
        return this;
    }

    public SessionConfig build() {
        return new SessionConfig(
                version,
                window,
                maxInProgress,
                refuseBeyond,
                maxPduOctets,
                responseTimer,
                enquireLinkTimer,
                maxEnquireLinkMisses,
                inactivityTimer,
                sessionInitTimer,
                stallTimer,
                drainTimer,
                maxViolations,
                tolerated,
                reportCongestion,
                slowDownAtCongestion);
    }
}
