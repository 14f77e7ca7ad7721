/// The one script of a site: it lets the columns of tables be sorted, and does nothing else.
public enum Script {
    /// Where it stands in the site.
    public static let path = "site.js"

    /// The bytes of the file, from Sources/Site/Assets.
    public static let bytes: [UInt8] = PackageResources.site_js
}
