package io.elchi.server.identity.oidc;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/// Questions to the provider: of a limited time, with answers of a limited size, and no redirect is followed.
final class ProviderHttp implements AutoCloseable {
    /// Of a question with its whole answer.
    static final Duration TIMEOUT = Duration.ofSeconds(5);
    /// Of an answer.
    static final int MOST = 256 * 1024;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(client);
    private static final ClientHttpRequestInterceptor LIMIT =
            (request, body, execution) -> new Limited(execution.execute(request, body));

    ProviderHttp() {
        requests.setReadTimeout(TIMEOUT);
    }

    /// For the metadata.
    RestClient plain() {
        return RestClient.builder()
                .requestFactory(requests)
                .requestInterceptor(LIMIT)
                .build();
    }

    /// For the keys.
    RestTemplate template() {
        RestTemplate template = new RestTemplate(requests);
        template.setInterceptors(List.of(LIMIT));
        return template;
    }

    /// For the token endpoint, as Spring Security sets its own client up.
    RestClient tokens() {
        return RestClient.builder()
                .requestFactory(requests)
                .requestInterceptor(LIMIT)
                .configureMessageConverters(converters -> {
                    converters.addCustomConverter(new FormHttpMessageConverter());
                    converters.addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter());
                })
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private record Limited(ClientHttpResponse response) implements ClientHttpResponse {
        @Override
        public HttpStatusCode getStatusCode() throws IOException {
            return response.getStatusCode();
        }

        @Override
        public String getStatusText() throws IOException {
            return response.getStatusText();
        }

        @Override
        public HttpHeaders getHeaders() {
            return response.getHeaders();
        }

        @Override
        public InputStream getBody() throws IOException {
            return new LimitedStream(response.getBody());
        }

        @Override
        public void close() {
            response.close();
        }
    }

    private static final class LimitedStream extends FilterInputStream {
        private int left = MOST;

        LimitedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            count(octet < 0 ? 0 : 1);
            return octet;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            count(Math.max(count, 0));
            return count;
        }

        private void count(int octets) throws IOException {
            left -= octets;
            if (left < 0) {
                throw new IOException("the identity provider's answer is longer than " + MOST + " octets");
            }
        }
    }
}
