package io.elchi.server.http;

import io.elchi.server.core.Permission;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The permission that an operation needs.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Needs {
    Permission value();

    /// Whether it shows and changes nothing beyond the caller's account and those below it, so that people of
    /// resellers and clients may have it, too. What is not marked is for the platform's staff alone.
    boolean tenant() default false;

    /// Whether a person has to have proved a short time ago who it is. Keys need not.
    boolean recent() default false;

    /// Whether it may have to wait for a second person. Its controller asks the [Approval] that it has as a
    /// parameter.
    boolean draft() default false;

    /// Whether a key or person may do it so many times an hour (`limits.changes_per_hour`), as it changes what is
    /// configured. Not what belongs to single messages.
    boolean counted() default true;

    /// Whether the audit records that it was asked for, although it changes nothing.
    boolean recorded() default false;

    /// Whether a page may have its answer again each second over a stream: a small read that nothing records.
    boolean watched() default false;
}
