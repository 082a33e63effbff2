package io.cloakroom.examples.myclothes.account;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/** What an e-mail address and a password must look like. */
final class Credentials {

    static final String PASSWORD_RULE = "Choose a password of 8 to 200 characters.";

    private static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST_PASSWORD = 200;
    private static final int LONGEST_EMAIL = 254;
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+\\.[^\\s@]+");

    private Credentials() {}

    static boolean isEmail(String text) {
        return text.length() <= LONGEST_EMAIL && EMAIL.matcher(text).matches();
    }

    static boolean isPassword(String text) {
        return text.length() >= SHORTEST_PASSWORD && text.length() <= LONGEST_PASSWORD;
    }

    /** Reads the password as it was typed, spaces included, cut where no password goes on. */
    static String password(HttpServletRequest request) {
        String typed = request.getParameter("password");
        String password = typed == null ? "" : typed;
        return password.substring(0, Math.min(password.length(), LONGEST_PASSWORD + 1));
    }
}
