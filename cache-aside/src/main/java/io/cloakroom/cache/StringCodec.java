package io.cloakroom.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

final class StringCodec implements ValueCodec<String> {

    @Override
    public int id() {
        return 2;
    }

    @Override
    public byte[] encode(String value) {
        return value.getBytes(UTF_8);
    }

    @Override
    public String decode(byte[] payload) {
        return new String(payload, UTF_8);
    }
}
