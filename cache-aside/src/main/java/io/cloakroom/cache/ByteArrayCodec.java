package io.cloakroom.cache;

import static java.util.Objects.requireNonNull;

final class ByteArrayCodec implements ValueCodec<byte[]> {

    @Override
    public int id() {
        return 1;
    }

    @Override
    public byte[] encode(byte[] value) {
        return requireNonNull(value, "value");
    }

    @Override
    public byte[] decode(byte[] payload) {
        return requireNonNull(payload, "payload");
    }
}
