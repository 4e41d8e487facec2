package io.elchi.planted.intake;

import io.elchi.testkit.Seeds;

public class Door {
    Seeds seeds;
}
