/// The one stylesheet of a site: the pages' rules and the pictures'.
public enum Stylesheet {
    /// Where it stands in the site.
    public static let path = "style.css"

    /// The bytes of the file, from Sources/Site/Assets.
    public static let bytes: [UInt8] = PackageResources.site_css + PackageResources.pictures_css
}
