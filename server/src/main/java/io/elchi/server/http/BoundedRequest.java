package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/// A request of which no more than the largest body is read, whether it tells its length or not.
final class BoundedRequest extends HttpServletRequestWrapper {
    private final int maxBody;

    BoundedRequest(HttpServletRequest request, int maxBody) {
        super(request);
        this.maxBody = maxBody;
    }

    static Refusal tooLarge(int maxBody) {
        return Refusal.of(Failure.BODY_TOO_LARGE, "at most " + maxBody + " octets");
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new Bounded(super.getInputStream(), maxBody);
    }

    private static final class Bounded extends ServletInputStream {
        private final ServletInputStream in;
        private final int maxBody;
        private int left;

        Bounded(ServletInputStream in, int maxBody) {
            this.in = in;
            this.maxBody = maxBody;
            left = maxBody;
        }

        /// @throws RefusedException when there is more
        @Override
        public int read() throws IOException {
            int octet = in.read();
            count(octet < 0 ? 0 : 1);
            return octet;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = in.read(into, offset, length);
            count(read);
            return read;
        }

        private void count(int read) {
            left -= Math.max(read, 0);
            if (left < 0) {
                throw tooLarge(maxBody).exception();
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
