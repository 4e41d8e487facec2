package io.elchi.server.identity;

import java.util.Optional;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;

/// People as authenticators know them. They are made and removed elsewhere.
record PasskeyOwners(UserStore users) implements PublicKeyCredentialUserEntityRepository {
    static PublicKeyCredentialUserEntity of(User user) {
        return ImmutablePublicKeyCredentialUserEntity.builder()
                .id(PasskeyStore.handle(user.id()))
                .name(user.email())
                .displayName(user.name())
                .build();
    }

    @Override
    public PublicKeyCredentialUserEntity findById(Bytes handle) {
        return orNull(users.find(PasskeyStore.user(handle)));
    }

    @Override
    public PublicKeyCredentialUserEntity findByUsername(String email) {
        return orNull(users.byEmail(email).map(UserStore.Known::user));
    }

    private static PublicKeyCredentialUserEntity orNull(Optional<User> user) {
        return user.map(PasskeyOwners::of).orElse(null);
    }

    @Override
    public void save(PublicKeyCredentialUserEntity owner) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(Bytes handle) {
        throw new UnsupportedOperationException();
    }
}
