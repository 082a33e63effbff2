package io.cloakroom.routing;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;

/**
 * Metadata that asks the physical connection of the moment, so that it outlives a move to another node, and that gives
 * the routed connection back. Asking never decides where a transaction runs. The length is that of the interface.
 */
final class RoutedDatabaseMetaData extends DatabaseCapabilities {

    private final RoutedConnection connection;

    RoutedDatabaseMetaData(RoutedConnection connection) {
        this.connection = connection;
    }

    @Override
    DatabaseMetaData metaData() throws SQLException {
        return connection.provisional().getMetaData();
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public String getURL() throws SQLException {
        return metaData().getURL();
    }

    @Override
    public String getUserName() throws SQLException {
        return metaData().getUserName();
    }

    @Override
    public String getDatabaseProductName() throws SQLException {
        return metaData().getDatabaseProductName();
    }

    @Override
    public String getDatabaseProductVersion() throws SQLException {
        return metaData().getDatabaseProductVersion();
    }

    @Override
    public String getDriverName() throws SQLException {
        return metaData().getDriverName();
    }

    @Override
    public String getDriverVersion() throws SQLException {
        return metaData().getDriverVersion();
    }

    @Override
    public String getIdentifierQuoteString() throws SQLException {
        return metaData().getIdentifierQuoteString();
    }

    @Override
    public String getSQLKeywords() throws SQLException {
        return metaData().getSQLKeywords();
    }

    @Override
    public String getNumericFunctions() throws SQLException {
        return metaData().getNumericFunctions();
    }

    @Override
    public String getStringFunctions() throws SQLException {
        return metaData().getStringFunctions();
    }

    @Override
    public String getSystemFunctions() throws SQLException {
        return metaData().getSystemFunctions();
    }

    @Override
    public String getTimeDateFunctions() throws SQLException {
        return metaData().getTimeDateFunctions();
    }

    @Override
    public String getSearchStringEscape() throws SQLException {
        return metaData().getSearchStringEscape();
    }

    @Override
    public String getExtraNameCharacters() throws SQLException {
        return metaData().getExtraNameCharacters();
    }

    @Override
    public String getSchemaTerm() throws SQLException {
        return metaData().getSchemaTerm();
    }

    @Override
    public String getProcedureTerm() throws SQLException {
        return metaData().getProcedureTerm();
    }

    @Override
    public String getCatalogTerm() throws SQLException {
        return metaData().getCatalogTerm();
    }

    @Override
    public String getCatalogSeparator() throws SQLException {
        return metaData().getCatalogSeparator();
    }

    @Override
    public ResultSet getProcedures(String catalog, String schemaPattern, String procedureNamePattern)
            throws SQLException {
        return detached(metaData().getProcedures(catalog, schemaPattern, procedureNamePattern));
    }

    @Override
    public ResultSet getProcedureColumns(
            String catalog, String schemaPattern, String procedureNamePattern, String columnNamePattern)
            throws SQLException {
        return detached(
                metaData().getProcedureColumns(catalog, schemaPattern, procedureNamePattern, columnNamePattern));
    }

    @Override
    public ResultSet getTables(String catalog, String schemaPattern, String tableNamePattern, String[] types)
            throws SQLException {
        return detached(metaData().getTables(catalog, schemaPattern, tableNamePattern, types));
    }

    @Override
    public ResultSet getSchemas() throws SQLException {
        return detached(metaData().getSchemas());
    }

    @Override
    public ResultSet getCatalogs() throws SQLException {
        return detached(metaData().getCatalogs());
    }

    @Override
    public ResultSet getTableTypes() throws SQLException {
        return detached(metaData().getTableTypes());
    }

    @Override
    public ResultSet getColumns(String catalog, String schemaPattern, String tableNamePattern, String columnNamePattern)
            throws SQLException {
        return detached(metaData().getColumns(catalog, schemaPattern, tableNamePattern, columnNamePattern));
    }

    @Override
    public ResultSet getColumnPrivileges(String catalog, String schema, String table, String columnNamePattern)
            throws SQLException {
        return detached(metaData().getColumnPrivileges(catalog, schema, table, columnNamePattern));
    }

    @Override
    public ResultSet getTablePrivileges(String catalog, String schemaPattern, String tableNamePattern)
            throws SQLException {
        return detached(metaData().getTablePrivileges(catalog, schemaPattern, tableNamePattern));
    }

    @Override
    public ResultSet getBestRowIdentifier(String catalog, String schema, String table, int scope, boolean nullable)
            throws SQLException {
        return detached(metaData().getBestRowIdentifier(catalog, schema, table, scope, nullable));
    }

    @Override
    public ResultSet getVersionColumns(String catalog, String schema, String table) throws SQLException {
        return detached(metaData().getVersionColumns(catalog, schema, table));
    }

    @Override
    public ResultSet getPrimaryKeys(String catalog, String schema, String table) throws SQLException {
        return detached(metaData().getPrimaryKeys(catalog, schema, table));
    }

    @Override
    public ResultSet getImportedKeys(String catalog, String schema, String table) throws SQLException {
        return detached(metaData().getImportedKeys(catalog, schema, table));
    }

    @Override
    public ResultSet getExportedKeys(String catalog, String schema, String table) throws SQLException {
        return detached(metaData().getExportedKeys(catalog, schema, table));
    }

    @Override
    public ResultSet getCrossReference(
            String parentCatalog,
            String parentSchema,
            String parentTable,
            String foreignCatalog,
            String foreignSchema,
            String foreignTable)
            throws SQLException {
        return detached(metaData()
                .getCrossReference(
                        parentCatalog, parentSchema, parentTable, foreignCatalog, foreignSchema, foreignTable));
    }

    @Override
    public ResultSet getTypeInfo() throws SQLException {
        return detached(metaData().getTypeInfo());
    }

    @Override
    public ResultSet getIndexInfo(String catalog, String schema, String table, boolean unique, boolean approximate)
            throws SQLException {
        return detached(metaData().getIndexInfo(catalog, schema, table, unique, approximate));
    }

    @Override
    public ResultSet getUDTs(String catalog, String schemaPattern, String typeNamePattern, int[] types)
            throws SQLException {
        return detached(metaData().getUDTs(catalog, schemaPattern, typeNamePattern, types));
    }

    @Override
    public ResultSet getSuperTypes(String catalog, String schemaPattern, String typeNamePattern) throws SQLException {
        return detached(metaData().getSuperTypes(catalog, schemaPattern, typeNamePattern));
    }

    @Override
    public ResultSet getSuperTables(String catalog, String schemaPattern, String tableNamePattern) throws SQLException {
        return detached(metaData().getSuperTables(catalog, schemaPattern, tableNamePattern));
    }

    @Override
    public ResultSet getAttributes(
            String catalog, String schemaPattern, String typeNamePattern, String attributeNamePattern)
            throws SQLException {
        return detached(metaData().getAttributes(catalog, schemaPattern, typeNamePattern, attributeNamePattern));
    }

    @Override
    public RowIdLifetime getRowIdLifetime() throws SQLException {
        return metaData().getRowIdLifetime();
    }

    @Override
    public ResultSet getSchemas(String catalog, String schemaPattern) throws SQLException {
        return detached(metaData().getSchemas(catalog, schemaPattern));
    }

    @Override
    public ResultSet getClientInfoProperties() throws SQLException {
        return detached(metaData().getClientInfoProperties());
    }

    @Override
    public ResultSet getFunctions(String catalog, String schemaPattern, String functionNamePattern)
            throws SQLException {
        return detached(metaData().getFunctions(catalog, schemaPattern, functionNamePattern));
    }

    @Override
    public ResultSet getFunctionColumns(
            String catalog, String schemaPattern, String functionNamePattern, String columnNamePattern)
            throws SQLException {
        return detached(metaData().getFunctionColumns(catalog, schemaPattern, functionNamePattern, columnNamePattern));
    }

    @Override
    public ResultSet getPseudoColumns(
            String catalog, String schemaPattern, String tableNamePattern, String columnNamePattern)
            throws SQLException {
        return detached(metaData().getPseudoColumns(catalog, schemaPattern, tableNamePattern, columnNamePattern));
    }

    @Override
    public <T> T unwrap(Class<T> iface) throws SQLException {
        return iface.isInstance(this) ? iface.cast(this) : metaData().unwrap(iface);
    }

    @Override
    public boolean isWrapperFor(Class<?> iface) throws SQLException {
        return iface.isInstance(this) || metaData().isWrapperFor(iface);
    }

    /** Rows that belong to no statement of the application: {@code getStatement()} is {@code null}. */
    private static ResultSet detached(ResultSet rows) {
        return new RoutedResultSet(null, rows);
    }
}
