package io.elchi.smstext.parts;

import io.elchi.smstext.coding.UserData;

/// A part on its way into a message.
///
/// @param origin whatever the caller needs to know it again, such as a journal position
public record Piece<T>(Slot slot, UserData data, T origin) {}
