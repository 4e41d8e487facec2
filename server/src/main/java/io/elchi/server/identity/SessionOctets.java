package io.elchi.server.identity;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.core.serializer.Deserializer;
import org.springframework.core.serializer.support.DeserializingConverter;
import org.springframework.core.serializer.support.SerializingConverter;

/// Values of sessions as octets of the table. Of what is read only the few classes that are written are made: who
/// can write the table cannot run code here.
final class SessionOctets {
    private static final ObjectInputFilter KNOWN = ObjectInputFilter.Config.createFilter("maxdepth=4;maxrefs=20;"
            + "maxbytes=10000;java.lang.String;java.lang.Long;java.lang.Number;"
            + "org.springframework.security.web.csrf.DefaultCsrfToken;!*");

    private SessionOctets() {}

    static GenericConversionService conversion() {
        GenericConversionService conversion = new GenericConversionService();
        conversion.addConverter(Object.class, byte[].class, new SerializingConverter());
        Deserializer<Object> known = SessionOctets::read;
        conversion.addConverter(byte[].class, Object.class, new DeserializingConverter(known));
        return conversion;
    }

    private static Object read(InputStream octets) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(octets)) {
            in.setObjectInputFilter(KNOWN);
            return in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException("a value of a session that is not known", e);
        }
    }
}
