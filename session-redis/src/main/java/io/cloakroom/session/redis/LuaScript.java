package io.cloakroom.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * A script that runs in Redis as one atomic step.
 *
 * @param text the whole script
 * @param digest the SHA-1 by which Redis knows it, in lower-case hexadecimal digits
 */
record LuaScript(String text, String digest) {

    static final LuaScript LOAD_IF_CHANGED = of("load-if-changed");
    static final LuaScript CREATE = of("prelude", "create");
    static final LuaScript SAVE = of("prelude", "changes", "save");
    static final LuaScript CHANGE_ID = of("prelude", "changes", "change-id");
    static final LuaScript MOVE_READ = of("prelude", "changes", "move-read");
    static final LuaScript MOVE_IN = of("prelude", "changes", "move-in");
    static final LuaScript MOVE_OUT = of("prelude", "move-out");
    static final LuaScript MOVE_UNDO = of("move-undo");
    static final LuaScript DELETE = of("prelude", "delete");
    static final LuaScript INDEX_ADD = of("prelude", "index", "index-add");
    static final LuaScript INDEX_REPLACE = of("prelude", "index", "index-replace");
    static final LuaScript INDEX_RESERVE = of("prelude", "index", "index-reserve");
    static final LuaScript EXPIRY_TAKE = of("expiry-take");
    static final LuaScript EXPIRY_CLAIM = of("expiry-claim");
    static final LuaScript TOUCH = of("prelude", "touch");

    private static LuaScript of(String... files) {
        String text = Arrays.stream(files).map(LuaScript::read).collect(Collectors.joining());
        return new LuaScript(text, sha1(text));
    }

    private static String read(String file) {
        try (InputStream in = LuaScript.class.getResourceAsStream(file + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks the script " + file + ".lua");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /* Redis names scripts by their SHA-1; nothing secret depends on it. */
    private static String sha1(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
