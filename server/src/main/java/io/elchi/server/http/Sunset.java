package io.elchi.server.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// An operation that will go away. Its contract has `deprecated: true` with the same dates in `x-deprecated` and
/// `x-sunset`; its answers have the headers of [DeprecationHeaders].
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Sunset {
    /// Since when it is deprecated: `2026-12-01`, from its beginning in UTC.
    String deprecated();

    /// From when on it may be gone: `2027-12-01`, from its beginning in UTC.
    String at();
}
