package io.elchi.server.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Describes a component of a settings record.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /// No default: the setting must be given.
    String REQUIRED = "\u0000";

    /// Its meaning, in one sentence.
    String value();

    /// The default, spelled as in the file.
    String is() default REQUIRED;

    /// The least a number or a duration in milliseconds may be.
    long min() default Long.MIN_VALUE;

    /// The value may hold a secret although its type says nothing of it, like a URL with a password. What is a
    /// [io.elchi.server.core.Secret] is one in any case.
    boolean secret() default false;

    /// Whether the processes of one database may have different values: addresses, ports, paths, sizes of a
    /// machine.
    boolean local() default false;

    /// The most.
    long max() default Long.MAX_VALUE;
}
