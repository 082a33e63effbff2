package io.cloakroom.routing;

import java.util.regex.Pattern;

/** A place in PostgreSQL's write-ahead log, written as two hexadecimal numbers: {@code 16/B374D848}. */
record LsnPosition(long bytes) implements ReplicationPosition {

    private static final Pattern FORM = Pattern.compile("[0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8}");

    static LsnPosition parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("Not a log sequence number: " + text);
        }
        int slash = text.indexOf('/');
        long high = Long.parseLong(text.substring(0, slash), 16);
        return new LsnPosition(high << 32 | Long.parseLong(text.substring(slash + 1), 16));
    }

    @Override
    public boolean covers(ReplicationPosition other) {
        return other instanceof LsnPosition lsn && Long.compareUnsigned(bytes, lsn.bytes) >= 0;
    }

    @Override
    public String text() {
        return Long.toHexString(bytes >>> 32) + "/" + Long.toHexString(bytes & 0xFFFF_FFFFL);
    }
}
