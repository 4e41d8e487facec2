package io.elchi.planted.webhooks;

import io.elchi.planted.accounts.keys.Hidden;

class Prying {
    Hidden hidden;
}
