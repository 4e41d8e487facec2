package io.elchi.server.boot;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// How a process ends while others go on.
public record DrainProperties(
        @Setting(
                value = "time between the signal to stop and the close of the ports, while `/health/ready` is down: the"
                        + " load balancer sends requests to other processes meanwhile. Without other live processes"
                        + " nobody waits",
                is = "5s",
                min = 0,
                max = 60_000)
        Duration announce) {}
