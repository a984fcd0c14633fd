package org.openbalance.reading;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Draws what a read costs at growing numbers of accounts: flat lines are what is wanted.
final class GrowthPicture {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 320;
    private static final int LEFT = 60;
    private static final int RIGHT = 150;
    private static final int TOP = 40;
    private static final int BOTTOM = 40;
    private static final double MOST = 5;

    private GrowthPicture() {}

    /// @param requests to DynamoDB, of a read; so are the units
    record Point(int accounts, double requests, double readUnits, double writeUnits) {}

    /// @return an SVG, readable on light and dark ground
    static String of(List<Point> points) {
        var picture = new StringBuilder(String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="sans-serif" font-size="13">
                <title>Requests and units of a read stay flat from ten thousand to a million accounts</title>
                <rect width="%d" height="%d" fill="#ffffff"/>
                <text x="%d" y="22" fill="#222222">What a scheduled read of an account takes of DynamoDB</text>
                """,
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT,
                LEFT));
        for (var value = 0; value <= MOST; value++) {
            picture.append(String.format(
                    Locale.ROOT,
                    "<path d=\"M%d %.1fH%d\" stroke=\"#dddddd\"/><text x=\"%d\" y=\"%.1f\" fill=\"#555555\" text-anchor=\"end\">%d</text>%n",
                    LEFT,
                    y(value),
                    WIDTH - RIGHT,
                    LEFT - 8,
                    y(value) + 4,
                    value));
        }
        for (var point : points) {
            picture.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" fill=\"#555555\" text-anchor=\"middle\">%,d</text>%n",
                    x(points, point),
                    HEIGHT - BOTTOM + 22,
                    point.accounts()));
        }
        line(picture, points, "#1f6f54", "write units", Point::writeUnits);
        line(picture, points, "#8a4b08", "read units", Point::readUnits);
        line(picture, points, "#2b4c9b", "requests", Point::requests);
        return picture.append("</svg>\n").toString();
    }

    private static void line(
            StringBuilder picture, List<Point> points, String color, String name, ToDoubleFunction<Point> of) {
        var path = new StringBuilder();
        for (var point : points) {
            path.append(String.format(
                    Locale.ROOT,
                    "%s%.1f %.1f",
                    path.isEmpty() ? "M" : "L",
                    x(points, point),
                    y(of.applyAsDouble(point))));
            picture.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>%n",
                    x(points, point),
                    y(of.applyAsDouble(point)),
                    color));
        }
        var last = of.applyAsDouble(points.getLast());
        picture.append(String.format(
                Locale.ROOT,
                "<path d=\"%s\" stroke=\"%s\" stroke-width=\"2\" fill=\"none\"/><text x=\"%d\" y=\"%.1f\" fill=\"%s\">%s %.2f</text>%n",
                path,
                color,
                WIDTH - RIGHT + 12,
                y(last) + 4,
                color,
                name,
                last));
    }

    /// By the logarithm of the accounts.
    private static double x(List<Point> points, Point point) {
        var first = Math.log10(points.getFirst().accounts());
        var all = Math.log10(points.getLast().accounts()) - first;
        return LEFT + 40 + (WIDTH - LEFT - RIGHT - 80) * (Math.log10(point.accounts()) - first) / all;
    }

    private static double y(double value) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / MOST;
    }
}
