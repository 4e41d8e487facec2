package io.elchi.server.docs;

import java.util.Map;

/// The pages of HTML: short, and without any script of their own.
final class Pages {
    private Pages() {}

    static String index(Map<String, String> contracts) {
        StringBuilder list = new StringBuilder();
        contracts.forEach((name, title) -> list.append("""
                <li><a href="/docs/api/%1$s">%2$s</a> (<a href="/openapi/%1$s.yaml">OpenAPI 3.1</a>)</li>
                """.formatted(name, text(title))));
        return page("Elchi", """
                <h1>Elchi</h1>
                <h2>Contracts</h2>
                <ul>
                %s</ul>
                <h2>More</h2>
                <ul>
                <li><a href="/docs/errors">Errors</a>: cause and fix of each</li>
                <li><a href="/llms.txt">Guides and reference as Markdown</a></li>
                </ul>
                """.formatted(list));
    }

    /// The page that shows a contract; the viewer reads it from `data-contract`.
    static String reference(String name, String title) {
        return document(title, """
                <link rel="stylesheet" href="/docs/assets/swagger-ui.css">
                """, """
                <div id="reference" data-contract="/openapi/%s.yaml"></div>
                <noscript>The contract is at <a href="/openapi/%1$s.yaml">/openapi/%1$s.yaml</a>.</noscript>
                <script src="/docs/assets/swagger-ui-bundle.js"></script>
                <script src="/docs/assets/reference.js"></script>
                """.formatted(name));
    }

    static String errors(ErrorCatalogue catalogue) {
        StringBuilder rows = new StringBuilder();
        for (ErrorHelp help : catalogue.errors()) {
            rows.append("""
                    <tr><td><a href="/docs/errors/%1$s"><code>%1$s</code></a></td><td>%2$d</td><td>%3$s</td></tr>
                    """.formatted(
                            help.failure().code(),
                            help.failure().httpStatus(),
                            text(help.failure().text())));
        }
        return page("Errors", """
                <h1>Errors</h1>
                <table>
                <tr><th>code</th><th>HTTP</th><th>title</th></tr>
                %s</table>
                """.formatted(rows));
    }

    static String error(ErrorHelp help) {
        return page(help.failure().code(), """
                <h1><code>%s</code></h1>
                <p>%s</p>
                <dl>
                <dt>Cause</dt><dd>%s</dd>
                <dt>Fix</dt><dd>%s</dd>
                <dt>Who acts</dt><dd>%s</dd>
                <dt>The same request may succeed later</dt><dd>%s</dd>
                <dt>HTTP status</dt><dd>%d</dd>
                <dt>SMPP command_status</dt><dd><code>0x%08X</code></dd>
                </dl>
                <p><a href="/docs/errors">All errors</a></p>
                """.formatted(
                        help.failure().code(),
                        text(help.failure().text()),
                        text(help.cause()),
                        text(help.fix()),
                        text(help.acting().text()),
                        help.failure().retryable() ? "yes" : "no",
                        help.failure().httpStatus(),
                        help.failure().smppStatus()));
    }

    private static String page(String title, String body) {
        return document(title, """
                <link rel="stylesheet" href="/docs/assets/docs.css">
                """, "<main>\n" + body + "</main>\n");
    }

    private static String document(String title, String head, String body) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <link rel="icon" href="data:,">
                %s</head>
                <body>
                %s</body>
                </html>
                """.formatted(text(title), head, body);
    }

    /// As text of HTML; what is between backticks is code.
    private static String text(String markdown) {
        return markdown.replace("&", "&amp;").replace("<", "&lt;").replaceAll("`([^`]+)`", "<code>$1</code>");
    }
}
