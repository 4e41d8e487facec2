package io.elchi.server.tracking;

import io.elchi.server.messages.Dispatch;
import io.elchi.server.messages.Flight;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Flights that one batch brought back from the store into memory. The sweeper leaves alone what is in memory, so
/// whoever loads a message also sends the parts of it that wait. They are sent once the batch is stored: outcomes
/// of the same batch may be about these very parts.
final class LoadedFlights {
    /// Parts of a message that memory had forgotten may still be on the wire: their answers come first.
    static final Duration AFTER_ANSWERS = Duration.ofMinutes(1);

    private final Map<Flight, Duration> flights = new LinkedHashMap<>();

    /// @param delay until its parts may be sent
    void add(Flight flight, Duration delay) {
        flights.put(flight, delay);
    }

    /// Sends what waits of them and is not sent for another reason already.
    void sendPending(Sheet sheet, Consumer<Draft.Resend> send) {
        flights.forEach((flight, delay) -> {
            if (flight.hasPending()) {
                sendPending(flight, sheet.draftOf(flight), delay, send);
            }
        });
        flights.clear();
    }

    private static void sendPending(Flight flight, Draft draft, Duration delay, Consumer<Draft.Resend> send) {
        if (draft == null || draft.resends().isEmpty()) {
            send.accept(new Draft.Resend(new Dispatch(flight, flight.hop(), 0, 1), delay));
            return;
        }
        boolean whole =
                draft.resends().stream().anyMatch(resend -> resend.dispatch().part() == 0);
        for (int part : whole ? List.<Integer>of() : flight.pendingParts()) {
            boolean sent = draft.resends().stream()
                    .anyMatch(resend -> resend.dispatch().part() == part);
            if (!sent) {
                send.accept(new Draft.Resend(new Dispatch(flight, flight.hop(), part, 1), delay));
            }
        }
    }
}
