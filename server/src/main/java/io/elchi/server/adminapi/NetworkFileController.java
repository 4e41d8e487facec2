package io.elchi.server.adminapi;

import io.elchi.server.adminapi.NumberController.NetworkView;
import io.elchi.server.adminapi.RouteFile.LineProblem;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Needs;
import io.elchi.server.numbers.NetworkLists;
import io.elchi.server.numbers.NumberStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// All networks with their prefixes as a file, to be changed and read back.
@RestController
@RequestMapping("/admin/v1/mccmnc")
final class NetworkFileController {
    /// Networks in one answer.
    private static final int MOST_DIFFERENCES = 200;

    private final NumberStore numbers;
    private final NetworkLists lists;

    NetworkFileController(NumberStore numbers, NetworkLists lists) {
        this.numbers = numbers;
        this.lists = lists;
    }

    /// What a file changes, or would change.
    ///
    /// @param preview whether nothing was changed
    /// @param version of the networks that are replaced, in a preview; else of the new ones; the ETag without its
    ///     quotes
    /// @param differences the first of them; what is removed comes first
    /// @param problems the first of them; with any, nothing can be changed
    record NetworkImportView(
            boolean preview,
            String version,
            int added,
            int changed,
            int removed,
            int unchanged,
            List<NetworkDifferenceView> differences,
            List<LineProblem> problems) {}

    /// @param before null: it was not there
    /// @param after null: it will not be there
    record NetworkDifferenceView(NetworkView before, NetworkView after) {}

    @GetMapping(produces = RouteFile.TYPE)
    @Needs(Permission.NETWORKS_READ)
    ResponseEntity<byte[]> export() {
        List<NumberStore.ListedNetwork> networks = numbers.list();
        return ResponseEntity.ok()
                .eTag(NetworkFile.tag(networks))
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header("Content-Disposition", "attachment; filename=\"networks.csv\"")
                .header("Cache-Control", "no-store")
                .body(NetworkFile.write(networks).getBytes(StandardCharsets.UTF_8));
    }

    @PostMapping(path = "/import", consumes = RouteFile.TYPE)
    @Needs(Permission.NETWORKS_WRITE)
    ResponseEntity<NetworkImportView> importFile(
            @RequestParam(name = "preview", defaultValue = "true") boolean preview,
            @RequestHeader(name = "If-Match", required = false) String match,
            @RequestBody byte[] octets) {
        NetworkFile file = new NetworkFile();
        List<NumberStore.ListedNetwork> wanted = file.read(RouteFileController.text(octets));
        if (preview) {
            List<NumberStore.ListedNetwork> now = numbers.list();
            return answer(true, NetworkFile.tag(now), NetworkLists.differences(now, wanted), wanted, file);
        }
        if (match == null) {
            throw Refusal.ofField(
                            Failure.MISSING_FIELD,
                            "If-Match",
                            "name the networks that are replaced: the ETag of the preview")
                    .exception();
        }
        RouteFileController.refuse(file.problems(), file.problemCount());
        List<NetworkLists.NetworkDifference> done =
                lists.replace(wanted, now -> NetworkFile.tag(now).equals(match));
        return answer(false, NetworkFile.tag(numbers.list()), done, wanted, file);
    }

    private static ResponseEntity<NetworkImportView> answer(
            boolean preview,
            String tag,
            List<NetworkLists.NetworkDifference> differences,
            List<NumberStore.ListedNetwork> wanted,
            NetworkFile file) {
        int added =
                (int) differences.stream().filter(each -> each.before() == null).count();
        int removed =
                (int) differences.stream().filter(each -> each.after() == null).count();
        int changed = differences.size() - added - removed;
        return ResponseEntity.ok()
                .eTag(tag)
                .body(new NetworkImportView(
                        preview,
                        tag.replace("\"", ""),
                        added,
                        changed,
                        removed,
                        wanted.size() - added - changed,
                        differences.stream()
                                .limit(MOST_DIFFERENCES)
                                .map(each -> new NetworkDifferenceView(view(each.before()), view(each.after())))
                                .toList(),
                        file.problems()));
    }

    private static NetworkView view(NumberStore.ListedNetwork network) {
        return network == null ? null : NetworkView.of(network);
    }
}
