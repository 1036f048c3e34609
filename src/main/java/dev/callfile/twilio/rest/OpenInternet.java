package dev.callfile.twilio.rest;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Which addresses are on the open internet: those of a machine or network of our own, and those that nobody owns, are not.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA IPv4 special-purpose addresses</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA IPv6 special-purpose addresses</a>
 */
public final class OpenInternet {

    private OpenInternet() {}

    /** Whether an address is there. */
    public static boolean has(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? has4(bytes) : has6(bytes);
    }

    private static boolean has4(byte[] ip) {
        int a = ip[0] & 0xFF;
        int b = ip[1] & 0xFF;
        int c = ip[2] & 0xFF;
        boolean ours = a == 0
                || a == 10
                || a == 127
                || (a == 100 && b >= 64 && b < 128)
                || (a == 169 && b == 254)
                || (a == 172 && b >= 16 && b < 32)
                || (a == 192 && b == 168);
        boolean nobodys = (a == 192 && b == 0 && (c == 0 || c == 2))
                || (a == 192 && b == 88 && c == 99)
                || (a == 198 && (b == 18 || b == 19))
                || (a == 198 && b == 51 && c == 100)
                || (a == 203 && b == 0 && c == 113)
                || a >= 224;
        return !ours && !nobodys;
    }

    /** Global unicast is 2000::/3. What carries an IPv4 address to a translator is as good as that address. */
    private static boolean has6(byte[] ip) {
        if (startsWith(ip, 0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0)) {
            return has4(Arrays.copyOfRange(ip, 12, 16));
        }
        boolean nobodys = (startsWith(ip, 0x20, 0x01) && (ip[2] & 0xFE) == 0)
                || startsWith(ip, 0x20, 0x01, 0x0D, 0xB8)
                || startsWith(ip, 0x20, 0x02)
                || (startsWith(ip, 0x3F, 0xFF) && (ip[2] & 0xF0) == 0);
        return (ip[0] & 0xE0) == 0x20 && !nobodys;
    }

    private static boolean startsWith(byte[] ip, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((ip[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The address that a host has.
     *
     * @param host a name, or an address as a URL writes it
     * @param anywhere whether it may be any machine, this one included
     * @throws UnknownHostException where it has none
     * @throws RefusedAddressException where one of its addresses is not on the open internet
     */
    static InetAddress locate(String host, boolean anywhere) throws UnknownHostException {
        InetAddress[] all = InetAddress.getAllByName(host);
        if (!anywhere && !Arrays.stream(all).allMatch(OpenInternet::has)) {
            throw new RefusedAddressException("not every address of the host is on the open internet");
        }
        return all[0];
    }
}
