package org.openbalance.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.openbalance.api.Body;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Reply;
import org.openbalance.api.Request;
import org.openbalance.platform.vault.Vault;
import org.openbalance.transaction.Annotations;
import org.openbalance.transaction.LineLists;
import org.openbalance.transaction.LineOfAccount;
import org.openbalance.transaction.LineSelection;
import org.openbalance.transaction.TransactionJson;
import org.openbalance.transaction.TransactionLimits;

/// Files of lines: a link to one, which is made when it is fetched, or the file itself for clients that take it so.
@Singleton
public final class FileCalls {

    private static final String FETCH = "transactions/file";
    private static final int TOKEN_LENGTH = 2_000;

    /// The SDK for Python keeps what it gets as the file, and says that it accepts JSON.
    private static final String KEEPS_ANSWERS = "pyokra";

    private final LineSelection selection;
    private final LineLists lists;
    private final Annotations annotations;
    private final TransactionJson json;
    private final Vault vault;
    private final InstantSource clock;

    FileCalls(
            LineSelection selection,
            LineLists lists,
            Annotations annotations,
            TransactionJson json,
            Vault vault,
            InstantSource clock) {
        this.selection = selection;
        this.lists = lists;
        this.annotations = annotations;
        this.json = json;
        this.vault = vault;
        this.clock = clock;
    }

    public List<Operation> operations() {
        var downloads = Stream.of(
                        "products/transactions/download",
                        "transactions/download",
                        "products/record/download",
                        "record/download")
                .map(path -> Operation.old(path, this::download));
        var fetch = Operation.open(FETCH, this::fetch).by("GET").lenient();
        return Stream.concat(downloads, Stream.of(fetch)).toList();
    }

    private Reply download(Call call) {
        var body = call.body();
        var wanted = LineSelection.Wanted.of(body);
        var days = LineSelection.days(body);
        var format = FileFormat.of(body);
        body.check();
        var until = clock.instant().plus(TransactionLimits.LINK_TIME);
        var link = new FileLink(call.tenant(), wanted, days, format, until);
        return takesFile(call.request())
                ? file(link, call.request())
                : Reply.success("Download is ready", link(call, link));
    }

    private static boolean takesFile(Request request) {
        var accepted = request.header("accept").orElse("").toLowerCase(Locale.ROOT);
        var agent = request.header("user-agent").orElse("").toLowerCase(Locale.ROOT);
        return accepted.contains("text/csv") || agent.startsWith(KEEPS_ANSWERS);
    }

    private ObjectNode link(Call call, FileLink link) {
        var total = lists.total(link.tenant(), selection.of(link.tenant(), link.wanted()), link.days());
        var most = link.format().kind().most();
        var url = call.request().base() + link.tenant().environment().base() + FETCH + "?token=" + link.token(vault);
        return Json.object()
                .putNull("pagination")
                .put("url", url)
                .put("file_name", name(link))
                .put("format", link.format().kind().extension())
                .put("rows", Math.min(total.lines(), most))
                .put("complete", total.exact() && total.lines() <= most)
                .put("expires_at", Json.time(link.until()));
    }

    /// Whoever has the link; the consents are looked at again.
    private Reply fetch(Request request, Body body) {
        var token = body.optionalExact("token", TOKEN_LENGTH);
        if (token.isEmpty()) {
            body.error("token", "is missing");
        }
        body.check();
        return file(FileLink.opened(vault, request.environment(), token.orElseThrow(), clock.instant()), request);
    }

    private Reply file(FileLink link, Request request) {
        var tenant = link.tenant();
        var newest = lists.newest(
                tenant,
                selection.of(tenant, link.wanted()),
                link.days(),
                link.format().kind().most());
        var written = written(link, newest.lines(), request);
        var headers = Map.of(
                "content-type",
                link.format().kind().mediaType(),
                "content-disposition",
                "attachment; filename=\"" + name(link) + '"',
                "cache-control",
                "no-store",
                "referrer-policy",
                "no-referrer",
                "x-complete",
                Boolean.toString(newest.complete() && written.complete()));
        return new Reply(200, headers, written.text());
    }

    private FileText.Written written(FileLink link, List<LineOfAccount> lines, Request request) {
        var tenant = link.tenant();
        return switch (link.format().kind()) {
            case CSV ->
                LinesCsv.of(lines, annotations.of(tenant, lines), link.format().bom());
            case JSON -> json(json.of(tenant, lines, TransactionJson.Form.PLAIN, request.base()));
        };
    }

    private static FileText.Written json(ArrayNode nodes) {
        var text = new FileText("{\"transactions\":[", "]}");
        var separator = "";
        for (var node : nodes) {
            if (!text.add(separator + Json.write(node))) {
                return text.written(false);
            }
            separator = ",";
        }
        return text.written(true);
    }

    private static String name(FileLink link) {
        return "transactions." + link.format().kind().extension();
    }
}
