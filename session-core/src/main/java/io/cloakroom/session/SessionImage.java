package io.cloakroom.session;

import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoredAttribute;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A whole session as bytes, for a ticket that holds it: id, times in milliseconds, counters, owner, attributes.
 *
 * @param sessionId what {@code HttpSession.getId()} returns
 */
record SessionImage(String sessionId, SessionRecord record) {

    byte[] toByteArray() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(sessionId);
            write(out, record.metadata());
            out.writeShort(record.attributes().size());
            // sorted, so that the same session has the same image and compresses alike
            for (Map.Entry<String, StoredAttribute> entry : new TreeMap<>(record.attributes()).entrySet()) {
                write(out, entry.getKey(), entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("names of attributes must not be longer than what an image can hold", e);
        }
        return bytes.toByteArray();
    }

    /** Throws an {@code IOException} or a {@code RuntimeException} for whatever is no image. */
    static SessionImage of(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        String sessionId = in.readUTF();
        SessionMetadata metadata = readMetadata(in);
        Map<String, StoredAttribute> attributes = new HashMap<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            String name = in.readUTF();
            long version = in.readLong();
            attributes.put(name, new StoredAttribute(readValue(in), version));
        }
        if (in.available() > 0) {
            throw new IOException("more than a session");
        }
        return new SessionImage(sessionId, new SessionRecord(metadata, attributes));
    }

    private static void write(DataOutputStream out, SessionMetadata metadata) throws IOException {
        out.writeLong(metadata.createdAt().toEpochMilli());
        out.writeLong(metadata.lastAccessedAt().toEpochMilli());
        out.writeLong(metadata.maxInactiveInterval().toMillis());
        out.writeLong(metadata.absoluteDeadline().toEpochMilli());
        out.writeLong(metadata.expiresAt().toEpochMilli());
        out.writeLong(metadata.generation());
        out.writeLong(metadata.version());
        SessionOwner owner = metadata.owner();
        out.writeBoolean(owner != null);
        if (owner != null) {
            out.writeUTF(owner.toText());
        }
    }

    private static SessionMetadata readMetadata(DataInputStream in) throws IOException {
        return new SessionMetadata(
                Instant.ofEpochMilli(in.readLong()),
                Instant.ofEpochMilli(in.readLong()),
                Duration.ofMillis(in.readLong()),
                Instant.ofEpochMilli(in.readLong()),
                Instant.ofEpochMilli(in.readLong()),
                in.readLong(),
                in.readLong(),
                in.readBoolean() ? SessionOwner.ofText(in.readUTF()) : null);
    }

    private static void write(DataOutputStream out, String name, StoredAttribute attribute) throws IOException {
        out.writeUTF(name);
        out.writeLong(attribute.version());
        out.writeInt(attribute.value().size());
        out.write(attribute.value().toByteArray());
    }

    private static EncodedValue readValue(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length > in.available()) {
            throw new IOException("less than an attribute");
        }
        byte[] value = new byte[length];
        in.readFully(value);
        return EncodedValue.of(value);
    }

    /** Never prints the id. */
    @Override
    public String toString() {
        return "SessionImage[" + record.attributes().size() + " attributes]";
    }
}
