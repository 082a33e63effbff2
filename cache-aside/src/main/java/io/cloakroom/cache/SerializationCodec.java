package io.cloakroom.cache;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** JDK serialization behind an allow-list. */
final class SerializationCodec<V> implements ValueCodec<V> {

    private final Class<V> type;
    private final AllowedClasses allowed;

    private SerializationCodec(Class<V> type, AllowedClasses allowed) {
        this.type = type;
        this.allowed = allowed;
    }

    static <V> SerializationCodec<V> of(Class<V> type, Class<?>... others) {
        requireNonNull(type, "type");
        return new SerializationCodec<>(type, AllowedClasses.of(type, others));
    }

    @Override
    public int id() {
        return 3;
    }

    @Override
    public byte[] encode(V value) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException(type.getName() + " cannot be serialized", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public V decode(byte[] payload) {
        try (var in = new Input(payload, type.getClassLoader())) {
            in.setObjectInputFilter(allowed);
            return requireNonNull(type.cast(in.readObject()), "value");
        } catch (IOException e) {
            throw new UncheckedIOException("Stored bytes are no " + type.getName(), e);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("Stored bytes need a class that is not here", e);
        }
    }

    /**
     * Finds classes where the type of the values comes from: this library may lie in a loader above the application's.
     */
    private static final class Input extends ObjectInputStream {

        private final @Nullable ClassLoader loader;

        Input(byte[] payload, @Nullable ClassLoader loader) throws IOException {
            super(new ByteArrayInputStream(payload));
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description); // primitive types have no name that could be looked up
            }
        }
    }
}
