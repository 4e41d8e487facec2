package io.elchi.server.contract;

import io.elchi.server.accounts.Accounts;
import tools.jackson.databind.JsonNode;

/// People of accounts, who are invited and sign in.
public final class People {
    public static final String PASSWORD = "seventeen purple camels sing";

    private final Platform platform;

    public People(Platform platform) {
        this.platform = platform;
    }

    /// Invites a person, who chooses its password.
    ///
    /// @return its id
    public long person(long account, String email, String role) {
        Accounts accounts = platform.server().part(Accounts.class);
        Platform.await("the account is known", () -> accounts.account(account).isPresent());
        JsonNode invited = platform.admin()
                .post(
                        "/admin/v1/users",
                        "{'account_id':%d,'email':'%s','name':'Somebody','role':'%s'}".formatted(account, email, role))
                .is(201);
        new Browser(platform.server())
                .post(
                        "/console/password",
                        "{'token':'%s','password':'%s'}"
                                .formatted(invited.get("token").stringValue(), PASSWORD))
                .is(204);
        return invited.at("/user/id").longValue();
    }

    /// A person who is signed in. Staff enrols a second factor.
    public Browser signedIn(long account, String email, String role) {
        person(account, email, role);
        Browser browser = new Browser(platform.server());
        if (browser.signIn(email, PASSWORD).equals("enrolment")) {
            browser.enrol();
            browser.get("/console/session").is(200);
        }
        return browser;
    }
}
