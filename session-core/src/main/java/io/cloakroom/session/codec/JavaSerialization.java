package io.cloakroom.session.codec;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;

/** Java serialization that writes and reads nothing but the classes of an allow-list. */
final class JavaSerialization implements AttributeCodec {

    private static final int ID = 1;
    private static final int MAX_DEPTH = 1000;

    private final ClassAllowList allowed;

    JavaSerialization(ClassAllowList allowed) {
        this.allowed = allowed;
    }

    @Override
    public int id() {
        return ID;
    }

    @Override
    public byte[] encode(Object value) {
        requireNonNull(value, "value");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new AllowListedOutput(bytes)) {
            out.writeObject(value);
        } catch (IOException | StackOverflowError e) {
            throw new AttributeCodecException(
                    "Cannot encode a " + value.getClass().getName(), e);
        }
        return bytes.toByteArray();
    }

    @Override
    public Object decode(byte[] bytes, ClassLoader classLoader) {
        requireNonNull(bytes, "bytes");
        requireNonNull(classLoader, "classLoader");
        try (ObjectInputStream in = new ApplicationInput(bytes, classLoader)) {
            in.setObjectInputFilter(info -> verdict(info, bytes.length));
            return requireNonNull(in.readObject(), "value");
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError | StackOverflowError e) {
            throw new AttributeCodecException("Cannot decode a serialized value of " + bytes.length + " bytes", e);
        }
    }

    private ObjectInputFilter.Status verdict(ObjectInputFilter.FilterInfo info, int size) {
        if (info.depth() > MAX_DEPTH || info.arrayLength() > arrayLimit(size)) {
            return ObjectInputFilter.Status.REJECTED;
        }
        Class<?> type = info.serialClass();
        if (type == null) {
            return ObjectInputFilter.Status.UNDECIDED;
        }
        return allowed.allows(type) ? ObjectInputFilter.Status.ALLOWED : ObjectInputFilter.Status.REJECTED;
    }

    /** A short stream must not claim a huge array. A hash table's may be larger than its entries. */
    private static long arrayLimit(int size) {
        return 16L * size + 1024;
    }

    /** Refuses a class when it is written: here and now, instead of later on the instance that reads it. */
    private final class AllowListedOutput extends ObjectOutputStream {

        AllowListedOutput(OutputStream out) throws IOException {
            super(out);
            enableReplaceObject(true);
        }

        /** Looks only. Left to the stream, this refusal would be an exception that the stream then tries to write. */
        @Override
        protected Object replaceObject(Object object) {
            if (!(object instanceof Serializable)) {
                throw new AttributeCodecException(
                        "Class " + object.getClass().getName() + " is not serializable. Implement Serializable, or"
                                + " give SessionFilter another AttributeCodec",
                        null);
            }
            return object;
        }

        @Override
        protected void annotateClass(Class<?> type) {
            if (!allowed.allows(type)) {
                throw new DisallowedClassException(type.getName());
            }
        }

        @Override
        protected void annotateProxyClass(Class<?> type) {
            throw new DisallowedClassException(type.getName());
        }
    }

    private static final class ApplicationInput extends ObjectInputStream {

        private final ClassLoader classLoader;

        ApplicationInput(byte[] bytes, ClassLoader classLoader) throws IOException {
            super(new ByteArrayInputStream(bytes));
            this.classLoader = classLoader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, classLoader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description);
            }
        }
    }
}
